import { expect } from '@jest/globals';
import { accessibilityFaults, keepScreenshot, openBrowser, type TestBrowser } from '../support/browser.js';
import type { ApiSession } from '../support/api-session.js';
import { createDemoPeople } from '../support/demo-people.js';
import { freeSlot, type SessionBody, type Wanted } from '../support/free-slot.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import { createSimulatorPage, type SimulatorPage } from './simulator-page.js';

/** A free time with the names that a person sees. */
export interface Wish extends Wanted {
  doctor: string;
  patient: string;
  email: string;
  phone: string;
  /** On the clinic's clock. */
  day: string;
  time: string;
}

export interface SimulatorWorld extends AsyncDisposable {
  stack: TestStack;
  browser: TestBrowser;
  open(size?: { width: number; height: number }): Promise<SimulatorPage>;
  wish(): Promise<Wish>;
  /** Books past the page, for tests that begin later in the story. */
  book(wish: Wish): Promise<SessionBody>;
  /** Keeps a picture, and lets axe-core look at the page in light and dark. */
  look(simulator: SimulatorPage, name: string): Promise<void>;
  /** Takes complaints away that a test provoked. */
  forgive(provoked: RegExp): void;
  /** Ends the pages of a test; nothing but what was forgiven may have been complained about. */
  settle(): Promise<void>;
}

/** One clinic with its simulator, and one browser, for all tests of the page. */
export async function startSimulatorWorld(): Promise<SimulatorWorld> {
  const [stack, browser] = await Promise.all([startTestStack({ simulator: true, web: false }), openBrowser()]);
  const desk = await createDemoPeople(() => stack.card()).signInAs('SECRETARY');
  const pages: SimulatorPage[] = [];
  const forgive = (provoked: RegExp): void => {
    browser.complaints.splice(0, Infinity, ...browser.complaints.filter((complaint) => !provoked.test(complaint)));
  };
  return {
    stack,
    browser,
    forgive,
    look,
    async open(size) {
      const simulator = createSimulatorPage(await browser.open(String(stack.card().simulator), size));
      pages.push(simulator);
      return simulator;
    },
    wish: async () => named(desk, await freeSlot(desk)),
    async book({ doctorId, patientId, startsAt }) {
      const { status, body } = await desk.post<SessionBody>('/sessions', { doctorId, patientId, startsAt });
      expect(status).toBe(201);
      return body;
    },
    async settle() {
      await Promise.all(pages.splice(0).map(({ page }) => page.context().close()));
      expect(browser.complaints.splice(0)).toEqual([]);
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await stack[Symbol.asyncDispose]();
    },
  };
}

async function named(desk: ApiSession, wanted: Wanted): Promise<Wish> {
  const doctors = await desk.get<{ items: { id: string; fullName: string; timeZone: string }[] }>('/doctors');
  const doctor = doctors.body.items.find(({ id }) => id === wanted.doctorId);
  type Patient = { fullName: string; email: string; phone: string };
  const { body: patient } = await desk.get<Patient>(`/patients/${wanted.patientId}`);
  const local = new Date(wanted.startsAt).toLocaleString('sv-SE', { timeZone: doctor?.timeZone });
  return {
    ...wanted,
    doctor: doctor?.fullName ?? '',
    patient: patient.fullName,
    email: patient.email,
    phone: patient.phone,
    day: local.slice(0, 10),
    time: local.slice(11, 16),
  };
}

async function look({ page }: SimulatorPage, name: string): Promise<void> {
  await keepScreenshot(page, name);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    if (colorScheme === 'dark') await keepScreenshot(page, `${name}-dark`);
    const faults = await accessibilityFaults(page);
    if (faults.length > 0) throw new Error(`${name}, ${colorScheme}:\n${faults.join('\n')}`);
  }
}
