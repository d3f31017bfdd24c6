import { expect, test } from '@jest/globals';
import { readSimulatorConfig } from '../../../dev/simulator/server/config.js';

test('all faults of the configuration are told at once, each with its field', () => {
  const read = () => readSimulatorConfig(JSON.stringify({ port: 0, pageDir: '/page', origins: { api: 'nowhere' } }));
  for (const field of ['port', 'origins.api', 'origins.control', 'slackEventsUrl', 'people']) {
    expect(read).toThrow(new RegExp(`at ${field.replace('.', '\\.')}\\b`));
  }
});

test('a missing configuration names the variable', () => {
  expect(() => readSimulatorConfig(undefined)).toThrow('SIMULATOR is not set');
});
