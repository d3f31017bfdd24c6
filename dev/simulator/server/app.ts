import express, { type Application } from 'express';
import { healthChanges, mailChanges, standInChanges } from './changes.js';
import type { SimulatorConfig } from './config.js';
import { answerErrors, impossible } from './errors.js';
import { createEvents } from './events.js';
import { createGuard, refuseLinks } from './guard.js';
import { createHealth } from './health.js';
import { createMailbox } from './mail.js';
import { createPage, safeHeaders } from './page.js';
import { createRoutes } from './routes.js';

export interface SimulatorApp {
  app: Application;
  close(): Promise<void>;
}

/** The page and what it asks for. Does not listen. */
export function createSimulatorApp(config: SimulatorConfig): SimulatorApp {
  const mailbox = createMailbox(config);
  const health = createHealth(config);
  const events = createEvents([standInChanges(config.origins.control), mailChanges(mailbox), healthChanges(health)]);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(safeHeaders, createGuard(config.port));
  app.use('/sim', refuseLinks, createRoutes(config, { mailbox, health, events }));
  app.use(createPage(config.pageDir));
  app.use(() => {
    throw impossible('There is nothing at this address.', 404);
  });
  app.use(answerErrors);
  return {
    app,
    async close() {
      events.close();
      await health.close();
    },
  };
}
