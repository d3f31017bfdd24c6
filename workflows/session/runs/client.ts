import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { StartTarget } from '../../client.js';
import { SESSION_WORKFLOW_TYPE, sessionIdOf, sessionVersionAttribute, sessionWorkflowId } from '../contract.js';

/** A run that goes on, as the server's index has it: it may be some moments behind. */
export interface SessionRun {
  sessionId: string;
  runId: string;
  startedAt: Date;
  /** The session's version as the run knows it; null where the run is from before it said so. */
  version: number | null;
}

/** What reconciling needs to know of the runs of sessions. */
export interface SessionRuns {
  /** All that go on, a batch at a time. */
  batches(size: number): AsyncIterable<SessionRun[]>;
  /** Ends a run that stands for nothing. */
  abandon(run: Pick<SessionRun, 'sessionId' | 'runId'>): Promise<void>;
}

export function createSessionRuns({ client, taskQueue }: StartTarget): SessionRuns {
  return {
    async *batches(size) {
      let batch: SessionRun[] = [];
      for await (const run of running(client, taskQueue, size)) {
        batch.push(run);
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    async abandon({ sessionId, runId }) {
      try {
        await client.workflow.getHandle(sessionWorkflowId(sessionId), runId).terminate('There is no such session.');
      } catch (error) {
        // It has ended by itself.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}

async function* running(client: Client, taskQueue: string, pageSize: number): AsyncIterable<SessionRun> {
  const query = `WorkflowType = '${SESSION_WORKFLOW_TYPE}' AND ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
  for await (const info of client.workflow.list({ query, pageSize })) {
    yield {
      sessionId: sessionIdOf(info.workflowId),
      runId: info.runId,
      startedAt: info.startTime,
      version: info.typedSearchAttributes.get(sessionVersionAttribute) ?? null,
    };
  }
}
