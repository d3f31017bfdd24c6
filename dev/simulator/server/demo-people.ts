import { DEMO_PASSWORD, PATIENTS, STAFF } from '../../seed/people.js';
import type { SlackSeats } from '../../stand-ins.js';
import type { SimulatorConfig } from './config.js';

/** The demo clinic's people as the simulator needs them, with their seats at the Slack stand-in. */
export function demoPeople({ seats }: SlackSeats): SimulatorConfig['people'] {
  return STAFF.flatMap(({ handle, fullName, role, email }) => {
    const id = seats[handle];
    return id ? [{ id, handle, fullName, role, email, password: DEMO_PASSWORD }] : [];
  });
}

export const demoPhones = (): SimulatorConfig['phones'] =>
  PATIENTS.map(({ phone, fullName, language }) => ({ number: phone, owner: fullName, language }));
