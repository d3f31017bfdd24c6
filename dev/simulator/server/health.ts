import { Connection } from '@temporalio/client';
import type { Health } from '../contract.js';
import type { SimulatorConfig } from './config.js';
import { basicAuth } from './upstream.js';

const TIMEOUT_MS = 1_500;

export interface HealthChecks {
  check(): Promise<Health[]>;
  close(): Promise<void>;
}

/** One cheap question to each process. */
export function createHealth({ origins, slackEventsUrl, temporal, twilio }: SimulatorConfig): HealthChecks {
  // Asked again soon enough: without the client's own retries.
  const connection = Connection.lazy({ address: temporal.address, connectTimeout: TIMEOUT_MS, interceptors: [] });
  const authorization = basicAuth(twilio.accountSid, twilio.authToken);
  const checks: Record<Health['name'], () => Promise<boolean>> = {
    Slack: () => answers(`${origins.slackRaw}/_dev/views?user=-`),
    Twilio: () => answers(`${origins.twilioRaw}/2010-04-01/Accounts/${twilio.accountSid}.json`, { authorization }),
    Mailbox: () => answers(`${origins.mail}/api/healthz`),
    API: () => answers(`${origins.api}/healthz`),
    Bots: () => answers(new URL('/healthz', slackEventsUrl).href),
    Temporal: async () => {
      await connection.withDeadline(Date.now() + TIMEOUT_MS, () => connection.workflowService.getSystemInfo({}));
      return true;
    },
  };
  return {
    check: () =>
      Promise.all(
        Object.entries(checks).map(async ([name, check]): Promise<Health> => {
          // Down is what a failed question means.
          const up = await check().catch(() => false);
          return { name: name as Health['name'], up };
        }),
      ),
    close: () => connection.close(),
  };
}

async function answers(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.arrayBuffer();
  return response.ok;
}
