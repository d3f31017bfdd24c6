import { expect, test } from '@jest/globals';
import { createLogger } from '../../../platform/logger.js';

test('secrets and personal fields never reach the log', () => {
  const lines: string[] = [];
  const logger = createLogger({ name: 'test', destination: { write: (line) => void lines.push(line) } });
  logger.info({
    sessionId: 's-1',
    email: 'sara@mail.example',
    patient: { fullName: 'Sara Ali', phone: '+15550100101' },
    message: { body: 'Your session', to: '+15550100101' },
    req: { method: 'POST', headers: { authorization: 'Bearer abc', cookie: 'x=1', 'x-csrf-token': 'csrf' } },
    password: 'secret',
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/sara|Sara|5550100101|Your session|Bearer|x=1|"csrf"|secret"/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ name: 'test', sessionId: 's-1', req: { method: 'POST' } });
});
