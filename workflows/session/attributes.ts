import { upsertSearchAttributes } from '@temporalio/workflow';
import {
  doctorIdAttribute,
  sessionStartAttribute,
  sessionStatusAttribute,
  sessionVersionAttribute,
} from './contract.js';
import type { SessionState } from './state.js';

/** Publishes what operators search by, and by what reconciling sees that row and run differ. */
export function publish({ snapshot }: SessionState): void {
  upsertSearchAttributes([
    { key: sessionStatusAttribute, value: snapshot.status },
    { key: doctorIdAttribute, value: snapshot.doctorId },
    { key: sessionStartAttribute, value: new Date(snapshot.startsAt) },
    { key: sessionVersionAttribute, value: snapshot.version },
  ]);
}

/** A booking that was refused has no session. */
export function publishRefusal(): void {
  upsertSearchAttributes([{ key: sessionStatusAttribute, value: 'REFUSED' }]);
}
