import type { Client } from 'openapi-fetch';
import type { BrowserSession } from './browser-session.js';
import type { paths } from './schema.js';

export interface Api {
  call: Client<paths>;
  session: BrowserSession;
}
