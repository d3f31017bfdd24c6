import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventData } from '../../../dev/simulator/server/sse-reader.js';

/** The bytes in pieces that end anywhere, in the middle of a character too. */
function inPieces(bytes: Uint8Array, cuts: number[]): ReadableStream<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return new ReadableStream({
    start(controller) {
      let from = 0;
      for (const end of [...ends, bytes.length]) {
        controller.enqueue(bytes.subarray(from, end));
        from = end;
      }
      controller.close();
    },
  });
}

describe('eventData', () => {
  test('reads every event, however the stream is cut', async () => {
    const words = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text) && text !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(words), fc.array(fc.nat()), fc.constantFrom('\n', '\r\n'), async (sent, cuts, end) => {
        const text = sent.map((data) => `: still here${end}${end}event: x${end}data: ${data}${end}${end}`).join('');
        const seen: string[] = [];
        for await (const data of eventData(inPieces(new TextEncoder().encode(text), cuts))) seen.push(data);
        expect(seen).toEqual(sent);
      }),
    );
  });

  test('joins the lines of one event and leaves out one that was cut off', async () => {
    const bytes = new TextEncoder().encode('data: one\ndata: two\n\ndata: never ended\n');
    const seen: string[] = [];
    for await (const data of eventData(inPieces(bytes, []))) seen.push(data);
    expect(seen).toEqual(['one\ntwo']);
  });
});
