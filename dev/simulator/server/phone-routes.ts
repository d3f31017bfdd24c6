import { Router } from 'express';
import type { Phones } from './phones.js';
import { phoneNumber, phoneSet, read, textSent } from './requests.js';

/** All below `/sim/phones`; see the contract. */
export function createPhoneRoutes(phones: Phones): Router {
  const router = Router();
  router.get('/', async (_req, res) => void res.json({ items: await phones.list() }));
  router.post('/:number/texts', async (req, res) => {
    await phones.text(read(phoneNumber, req.params.number, 'number'), read(textSent, req.body).text);
    res.status(204).end();
  });
  router.put('/:number', async (req, res) => {
    await phones.set(read(phoneNumber, req.params.number, 'number'), read(phoneSet, req.body));
    res.status(204).end();
  });
  return router;
}
