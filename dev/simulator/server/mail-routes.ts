import { Router } from 'express';
import type { Mailbox } from './mail.js';

const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

/** All below `/sim/mail`; see the contract. */
export function createMailRoutes(mailbox: Mailbox): Router {
  const router = Router();
  router.get('/', async (_req, res) => void res.json({ items: await mailbox.list() }));
  router.get('/:id', async (req, res) => void res.json(await mailbox.read(req.params.id)));
  router.get('/:id/html', async (req, res) => {
    const html = await mailbox.html(req.params.id);
    res.setHeader('Content-Security-Policy', MAIL_POLICY);
    res.type('html').send(html);
  });
  return router;
}
