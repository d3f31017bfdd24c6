import type { Client } from '@temporalio/client';
import type { FakeClinic, FakeClinicTimes } from '../support/fake-activities.js';

/** Longer than any scenario. */
export const LONG: FakeClinicTimes = { decisionMs: 3_600_000, sessionEndsMs: 7_200_000 };

export interface Scenario {
  /** File name of the history; the part before the dot is the workflow type. */
  name: string;
  times: FakeClinicTimes;
  /** Plays the run and returns its workflow id; the history is fetched when the run has ended. */
  play(context: { client: Client; taskQueue: string; clinic: FakeClinic }): Promise<string>;
}
