import { join } from 'node:path';
import { origin } from '../ports.js';
import type { SimulatorConfig } from '../simulator/server/config.js';
import { demoPeople, demoPhones } from '../simulator/server/demo-people.js';
import type { SlackSeats } from '../stand-ins.js';
import { SLACK_TEAM_ID } from '../stand-ins/config.js';
import { entrySpec } from '../supervisor/entry.js';
import type { ProcessSpec } from '../supervisor/launch.js';
import { slackEventsUrl } from './environment.js';
import type { StackPlan } from './plan.js';

export function simulatorSpec(plan: StackPlan, known: { seats: SlackSeats; pageDir: string }): ProcessSpec {
  const { ports, secrets, dataDir } = plan;
  const config: SimulatorConfig = {
    port: ports.simulator,
    pageDir: known.pageDir,
    origins: {
      api: origin(ports.api),
      slack: origin(ports.slack),
      twilio: origin(ports.twilio),
      slackRaw: origin(ports.slackRaw),
      twilioRaw: origin(ports.twilioRaw),
      mail: origin(ports.mail),
      control: origin(ports.faults),
    },
    slackEventsUrl: slackEventsUrl(plan),
    temporal: {
      address: plan.temporal.address,
      namespace: plan.temporal.namespace,
      ui: plan.external.temporalAddress ? null : origin(ports.temporalUi),
    },
    slack: { signingSecret: secrets.slackSigningSecret, botToken: secrets.slackBotToken, teamId: SLACK_TEAM_ID },
    twilio: {
      accountSid: secrets.twilioAccountSid,
      authToken: secrets.twilioAuthToken,
      number: plan.twilioNumber,
    },
    people: demoPeople(known.seats),
    phones: demoPhones(),
  };
  return entrySpec({
    name: 'simulator',
    entry: 'dev/simulator/main.ts',
    env: { SIMULATOR: JSON.stringify(config) },
    dataDir,
    logFile: join(dataDir, 'logs', 'stand-ins', 'simulator.log'),
  });
}
