import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvBody } from '../../../api/http/csv-body.js';

/** What is sent of CSV that comes in these parts. */
async function sent(parts: readonly Buffer[], bom = false): Promise<string> {
  const out = new PassThrough();
  const whole = out.toArray();
  await (await csvBody(Readable.from(parts, { objectMode: false }), { bom })).sendTo(out);
  return Buffer.concat((await whole) as Buffer[]).toString('utf8');
}

const field = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'é', ',', ' ', '0'), maxLength: 6 }).map((text) => text.replaceAll(',', ';')),
  fc
    .string({ unit: fc.constantFrom('a', '"', '\n', '\r', ',', '🦄'), maxLength: 8 })
    .map((text) => `"${text.replaceAll('"', '""')}"`),
);
const line = fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => fields.join(','));

describe('CSV on its way out', () => {
  it('ends lines with both characters and changes nothing else, however it is cut into parts', async () => {
    const property = fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 }),
      async (lines, sizes) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const parts: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          parts.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await sent(parts)).toBe(lines.map((text) => `${text}\r\n`).join(''));
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });

  it('begins with a byte order mark where one is asked for', async () => {
    expect(await sent([Buffer.from('id\n')], true)).toBe('\ufeffid\r\n');
  });

  it('fails before it begins where there is nothing to begin with', async () => {
    const broken = new Readable({ read: () => undefined });
    const body = csvBody(broken, { bom: false });
    broken.destroy(new Error('no rows'));
    await expect(body).rejects.toThrow('no rows');
  });

  it('breaks off where the rows do, and says so', async () => {
    const rows = new Readable({ read: () => undefined });
    rows.push('id\n1\n');
    const out = new PassThrough();
    const sending = (await csvBody(rows, { bom: false })).sendTo(out);
    rows.destroy(new Error('torn'));
    await expect(sending).rejects.toThrow('torn');
    expect([out.destroyed, out.writableFinished]).toEqual([true, false]);
  });

  it('lets go of the rows of a reader who leaves, which is no fault', async () => {
    const rows = new Readable({ read: () => undefined });
    rows.push('id\n');
    const out = new PassThrough();
    const sending = (await csvBody(rows, { bom: false })).sendTo(out);
    out.destroy();
    await sending;
    expect(rows.destroyed).toBe(true);
  });
});
