import { BOT } from '../../support/api-context.js';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { keptWords, telltales } from '../../support/personal-words.js';
import type { AccessWorld } from './access-world.js';
import { SENT_WORDS } from './sent-words.js';

/** Every name, address, phone, password, token and reason that was sent, answered or kept; in lower case. */
export async function personalWords({ world, secrets }: AccessWorld): Promise<string[]> {
  const kept = await keptWords((sql) => world.sql<{ value: string }>(sql));
  return telltales([...kept, ...secrets, ...Object.values(SENT_WORDS), TEST_PASSWORD, BOT.secret]);
}
