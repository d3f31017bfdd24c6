import { systemActor } from '../../../domain/actor.js';
import { beginDelivery } from '../../../prisma/stores/delivery-store.js';
import type { Database } from '../../../prisma/actor.js';
import type { TestClinic } from '../../support/clinic.js';
import { bookApproved, instant } from './commands.js';

/** An approved session of the second patient (no account), whose SMS asked the question. */
export async function askedSession(
  worker: Database,
  clinic: TestClinic,
  slot: { startsAt: string; endsAt: string },
  expiresAt = instant(300),
): Promise<{ sessionId: string; promptId: string }> {
  const [, patient] = clinic.patients;
  const { sessionId, step } = await bookApproved(worker, clinic, { ...slot, patientId: patient.id });
  const promptId = await worker.withActor(systemActor('test'), async (tx) => {
    const sms = await tx.notification.findFirstOrThrow({
      where: { id: { in: step.notificationIds }, channel: 'SMS' },
    });
    await beginDelivery(tx, {
      notificationId: sms.id,
      address: patient.phone,
      body: 'Approved. 1 confirm, 2 cannot come, 3 change',
      subject: null,
      prompts: [{ sessionId, kind: 'ATTENDANCE', moveId: null, expiresAt }],
    });
    return (await tx.prompt.findFirstOrThrow({ where: { sessionId } })).id;
  });
  return { sessionId, promptId };
}
