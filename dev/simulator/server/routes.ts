import express, { Router } from 'express';
import type { SimulatorConfig } from './config.js';
import type { Events } from './events.js';
import { impossible } from './errors.js';
import type { HealthChecks } from './health.js';
import { createMailRoutes } from './mail-routes.js';
import type { Mailbox } from './mail.js';
import { createPeople } from './people.js';
import { createPhoneRoutes } from './phone-routes.js';
import { createPhones } from './phones.js';
import { read, troubleSet } from './requests.js';
import { createSessions } from './sessions.js';
import { createSetting } from './setting.js';
import { createSlackRoutes } from './slack-routes.js';
import { createTroubles } from './troubles.js';

/** All below `/sim`; see the contract. */
export function createRoutes(
  config: SimulatorConfig,
  { mailbox, health, events }: { mailbox: Mailbox; health: HealthChecks; events: Events },
): Router {
  const people = createPeople(config);
  const troubles = createTroubles(config);
  const sessions = createSessions(config, people.admin);
  const setting = createSetting(config, people);
  const router = Router();
  router.use(express.json({ limit: '200kb' }));

  router.get('/setting', async (_req, res) => void res.json(await setting()));
  router.get('/events', events.handler);
  router.get('/health', async (_req, res) => void res.json({ items: await health.check() }));
  router.get('/sessions', async (_req, res) => void res.json({ items: await sessions.list() }));
  router.get('/sessions/:id', async (req, res) => void res.json(await sessions.story(req.params.id)));
  router.post('/people/:userId/link-code', async (req, res) => {
    res.json(await people.linkCode(req.params.userId));
  });
  router.use('/slack', createSlackRoutes(config, people));
  router.use('/phones', createPhoneRoutes(createPhones(config)));
  router.use('/mail', createMailRoutes(mailbox));
  router.get('/troubles', async (_req, res) => void res.json({ items: await troubles.list() }));
  router.put('/troubles/:key', async (req, res) => {
    await troubles.set(req.params.key, read(troubleSet, req.body).on);
    res.status(204).end();
  });

  router.use(() => {
    throw impossible('There is nothing at this address.', 404);
  });
  return router;
}
