import type { Response } from 'express';

/** "Nothing to say": answers go out by REST, where each is a row of its own. */
export function sendEmptyTwiml(res: Response): void {
  res.status(200).type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
}
