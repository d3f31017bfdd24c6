import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { createDataConverter } from '../../platform/temporal/data-converter.js';
import { buildWorkflowBundle } from '../../platform/temporal/workflow-bundle.js';
import { PATCHES } from '../../workflows/patches.js';
import * as sessionContract from '../../workflows/session/contract.js';
import { quietRuntime, TEST_PAYLOAD_KEY } from '../support/workflow-harness.js';
import { messageNamesOf, patchIdsOf } from './history-facts.js';
import { SCENARIOS } from './scenarios.js';
import { withUnheardSignal, type JsonHistory } from './unheard-signal.js';

const folder = new URL('./histories/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
const readHistory = async (name: string): Promise<JsonHistory> =>
  JSON.parse(await readFile(new URL(name, folder), 'utf8')) as JsonHistory;

let options: ReplayWorkerOptions;
beforeAll(async () => {
  const { logger } = quietRuntime();
  options = { workflowBundle: await buildWorkflowBundle(logger), dataConverter: createDataConverter(TEST_PAYLOAD_KEY) };
});

describe('replay gate', () => {
  test('every workflow type and every scenario has a recorded history', async () => {
    const source = await readFile(new URL('../../workflows/index.ts', import.meta.url), 'utf8');
    const types = [...source.matchAll(/export \{ (\w+) \}/g)].map((match) => match[1]);
    expect(types.length).toBeGreaterThan(0);
    expect([...new Set(files.map((name) => name.split('.')[0]))].sort()).toEqual(types.sort());
    expect(files).toEqual(SCENARIOS.map(({ name }) => `${name}.json`).sort());
  });

  test('every patch and every message to a session is met by a recorded history', async () => {
    const histories = await Promise.all(files.map(readHistory));
    const met = new Set(histories.flatMap(patchIdsOf));
    expect(Object.values(PATCHES).filter((id) => !met.has(id))).toEqual([]);
    const heard = new Set(histories.flatMap(messageNamesOf));
    const messages = Object.values(sessionContract).flatMap((value) =>
      typeof value === 'object' && (value.type === 'signal' || value.type === 'update') ? [value] : [],
    );
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter(({ name }) => !heard.has(name)).map(({ name }) => name)).toEqual([]);
  });

  test.each(files)('%s replays', async (name) => {
    await Worker.runReplayHistory(options, await readHistory(name), name);
  });

  test.each([
    ['waits for its timer', 'session.expired.json', 'EVENT_TYPE_TIMER_FIRED'],
    ['hears the next word', 'session.policyChanged.json', 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED'],
  ])('a session that let the word of a policy lie and %s replays', async (_, run, before) => {
    const unheard = await readHistory('session.policyUnheard.json');
    await Worker.runReplayHistory(options, withUnheardSignal(await readHistory(run), before, unheard), run);
  });

  test('a session that let rows beside it lie replays', async () => {
    const text = JSON.stringify(await readHistory('session.policyUnheard.json'));
    const unheard = JSON.parse(text.replace('"signalName":"policyChanged"', '"signalName":"deliver"')) as JsonHistory;
    expect(messageNamesOf(unheard)).toContain('deliver');
    await Worker.runReplayHistory(options, unheard, 'deliverUnheard');
  });

  test('a history that the code does not follow is refused', async () => {
    const history = structuredClone(await readHistory('session.expired.json'));
    history.events = history.events.filter(({ eventType }) => !/TIMER/.test(eventType));
    history.events.forEach((event, index) => Object.assign(event, { eventId: String(index + 1) }));
    await expect(Worker.runReplayHistory(options, history, 'broken')).rejects.toMatchObject({
      name: 'DeterminismViolationError',
    });
  });
});
