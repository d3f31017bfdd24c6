import type { Readable } from 'node:stream';

/** The fields of one row as they came; null for NULL. They are valid until the next row is asked for. */
export type CopiedRow = (Buffer | null)[];

const SIGNATURE_BYTES = 19;
const END_OF_DATA = -1;

/** Rows of `COPY … TO STDOUT (FORMAT binary)`, in batches as large as what arrived; no row is copied unless it was torn. */
export async function* copiedRows(stream: Readable): AsyncGenerator<CopiedRow[]> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = begun ? 0 : SIGNATURE_BYTES;
    if (bytes.length < at) {
      rest = bytes;
      continue;
    }
    begun = true;
    const rows: CopiedRow[] = [];
    for (let row = rowAt(bytes, at); row !== null; row = rowAt(bytes, at)) {
      rows.push(row.fields);
      at = row.end;
    }
    rest = bytes.subarray(at);
    if (rows.length > 0) yield rows;
  }
}

/** Null where the row is not all there yet, and at the end. */
function rowAt(bytes: Buffer, start: number): { fields: CopiedRow; end: number } | null {
  if (bytes.length < start + 2) return null;
  const count = bytes.readInt16BE(start);
  if (count === END_OF_DATA) return null;
  const fields: CopiedRow = [];
  let at = start + 2;
  for (let field = 0; field < count; field += 1) {
    if (bytes.length < at + 4) return null;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) {
      fields.push(null);
      continue;
    }
    if (bytes.length < at + length) return null;
    fields.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { fields, end: at };
}
