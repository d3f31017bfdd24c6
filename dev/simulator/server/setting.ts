import { operations } from '../../../api/client/client.js';
import type { Setting } from '../contract.js';
import type { SimulatorConfig } from './config.js';
import type { People } from './people.js';
import { COMMANDS } from './slack-commands.js';

/**
 * What stays as it is while a page is open. The clinic's name and zone come from its policy; once known they are kept, so
 * that the page can be opened while the API is down.
 */
export function createSetting({ origins, temporal }: SimulatorConfig, people: People) {
  let clinic: { clinicName: string; timeZone: string } | null = null;
  const links: Setting['links'] = {
    api: `${origins.api}/api/v1/openapi.json`,
    temporal: temporal.ui && `${temporal.ui}/namespaces/${encodeURIComponent(temporal.namespace)}/workflows`,
    mailbox: origins.mail,
    slack: origins.slack,
    twilio: origins.twilio,
  };
  return async (): Promise<Setting> => {
    if (clinic === null) {
      const { clinicName, timeZone } = await people.admin.call(operations.getPolicy, {});
      clinic = { clinicName, timeZone };
    }
    return { ...clinic, people: people.all, links, commands: COMMANDS };
  };
}
