import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { SessionStep } from '../../activities/session.js';
import { databaseStep } from '../activity-options.js';
import type { Envelope } from './envelope.js';
import type { SessionState } from './state.js';

const steps = proxyLocalActivities<Activities>(databaseStep);

/** Applies a message by the one activity that is there for its kind. */
export function apply({ snapshot }: SessionState, envelope: Envelope): Promise<SessionStep> {
  const { sessionId, attendance } = snapshot;
  switch (envelope.kind) {
    case 'DECIDE':
      return steps.applyDecision({ sessionId, message: envelope.message });
    case 'REPLY':
      return steps.applyReply({ sessionId, message: envelope.message, attendance });
    case 'CANCEL':
      return steps.applyCancel({ sessionId, message: envelope.message });
    case 'MOVE':
      return steps.applyMove({ sessionId, message: envelope.message });
    case 'CLOSE':
      return steps.applyClose({ sessionId, message: envelope.message });
    case 'CORRECT':
      return steps.applyCorrection({ sessionId, message: envelope.message });
    case 'POLICY':
      return steps.applyPolicy({ sessionId, version: envelope.message.version });
  }
}
