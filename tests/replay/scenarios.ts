import { randomUUID } from 'node:crypto';
import { createAccountMailClient } from '../../workflows/account-mail/client.js';
import { accountMailWorkflowId } from '../../workflows/account-mail/contract.js';
import { createInboundClient } from '../../workflows/inbound/client.js';
import { createLeaveClient } from '../../workflows/leave/client.js';
import { leaveWorkflowId } from '../../workflows/leave/contract.js';
import { createPolicyChangeClient } from '../../workflows/policy-change/client.js';
import { policyChangeWorkflowId } from '../../workflows/policy-change/contract.js';
import { startReconcile } from '../../workflows/reconcile/client.js';
import { RECONCILE_WORKFLOW_ID } from '../../workflows/reconcile/contract.js';
import { createTaskClient, type TaskClient } from '../../workflows/task/client.js';
import { taskWorkflowId } from '../../workflows/task/contract.js';
import type { FakeClinic } from '../support/fake-activities.js';
import { LONG, type Scenario } from './scenario.js';
import { SESSION_SCENARIOS } from './session-scenarios.js';

function accountMailScenario(name: string, prepare?: (clinic: FakeClinic, mailId: string) => unknown): Scenario {
  return {
    name: `accountMail.${name}`,
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      const mailId = randomUUID();
      prepare?.(clinic, mailId);
      await createAccountMailClient({ client, taskQueue }).deliver(mailId);
      return accountMailWorkflowId(mailId);
    },
  };
}

/** `stuck` are the items that cannot be reached: as many of them as go at a time make the next one wait. */
function leaveScenario(name: string, items: string[], stuck: string[] = []): Scenario {
  return {
    name: `leave.${name}`,
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      const leaveId = randomUUID();
      clinic.leaves.set(leaveId, items);
      for (const itemId of stuck) clinic.hopeless.add(itemId);
      await createLeaveClient({ client, taskQueue, giveUpAfterMs: 7_000 }).carryOut(leaveId);
      return leaveWorkflowId(leaveId);
    },
  };
}

function taskScenario(
  name: string,
  story: (tasks: TaskClient, taskId: string, clinic: FakeClinic) => Promise<unknown>,
): Scenario {
  return {
    name: `task.${name}`,
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      const taskId = randomUUID();
      await story(createTaskClient({ client, taskQueue }), taskId, clinic);
      return taskWorkflowId(taskId);
    },
  };
}

/** One run for each way through the workflows' code. */
export const SCENARIOS: Scenario[] = [
  ...SESSION_SCENARIOS,
  {
    name: 'policyChange.told',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.policy.batchEnds.push('a', 'b');
      // Of another number than other runs on the server have.
      const version = Date.now();
      await createPolicyChangeClient({ client, taskQueue, settleMs: 200 }).tell(version);
      return policyChangeWorkflowId(version);
    },
  },
  {
    name: 'inbound.answered',
    times: LONG,
    async play({ client, taskQueue }) {
      const providerMessageId = `SM${randomUUID()}`;
      await createInboundClient({ client, taskQueue }).handle(randomUUID(), providerMessageId);
      return `sms/${providerMessageId}`;
    },
  },
  leaveScenario('carriedOut', ['a', 'b', 'c']),
  leaveScenario('abandoned', ['a', 'b', 'c', 'd', 'e', 'f'], ['a', 'b', 'c', 'd', 'e']),
  taskScenario('shown', async (tasks, id, clinic) => {
    const release = clinic.holdDeliveries();
    await tasks.changed(id);
    await tasks.changed(id);
    release();
  }),
  taskScenario('answered', async (tasks, id) => tasks.deliver(id, [randomUUID()])),
  taskScenario('notShown', async (tasks, id, clinic) => {
    clinic.hopeless.add(id);
    await tasks.show(id);
  }),
  accountMailScenario('sent'),
  accountMailScenario('abandoned', (clinic, mailId) => clinic.hopeless.add(mailId)),
  {
    /** From before `PATCHES.reconcileAccountMails`: goes when that does. */
    name: 'reconcile.done',
    times: LONG,
    async play({ client, taskQueue }) {
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    /** From before `PATCHES.reconcilePolicyChange`: goes when that does. */
    name: 'reconcile.accountMails',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.queuedMails.push(randomUUID());
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    /** From before `PATCHES.reconcileLeaves`: goes when that does. */
    name: 'reconcile.policyChange',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.policy.untold = 2;
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    /** From before `PATCHES.reconcileInbound`: goes when that does. */
    name: 'reconcile.leaves',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.queuedLeaves.push(randomUUID());
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    /** From before `PATCHES.reconcileRuns`: goes when that does. */
    name: 'reconcile.inbound',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.queuedTexts.push(randomUUID());
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    name: 'reconcile.runs',
    times: LONG,
    async play({ client, taskQueue }) {
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
];
