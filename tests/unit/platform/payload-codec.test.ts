import { describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createDataConverter } from '../../../platform/temporal/data-converter.js';
import { createPayloadCodec } from '../../../platform/temporal/payload-codec.js';

const key = (fill: number): Uint8Array => Buffer.alloc(32, fill);
const secret = 'Sara Ali, +15550100101';
const payload = defaultPayloadConverter.toPayload<unknown>({ secret });
const bytesOf = (value: Payload): string =>
  Buffer.concat([...Object.values(value.metadata ?? {}), value.data ?? new Uint8Array()]).toString('latin1');

describe('payload codec', () => {
  const codec = createPayloadCodec({ currentKeyId: 'a', keys: { a: key(1) } });

  test('decodes what it encoded, and nothing readable is left in between', async () => {
    const [encoded] = await codec.encode([payload]);
    expect(bytesOf(encoded as Payload)).not.toContain('Sara');
    const [decoded] = await codec.decode([encoded as Payload]);
    expect(defaultPayloadConverter.fromPayload(decoded as Payload)).toEqual({ secret });
  });

  test('the same value is never encrypted to the same bytes', async () => {
    const [first, second] = await codec.encode([payload, payload]);
    expect(bytesOf(first as Payload)).not.toBe(bytesOf(second as Payload));
  });

  test('payloads of an old key stay readable after the key was changed', async () => {
    const encoded = await codec.encode([payload]);
    const rotated = createPayloadCodec({ currentKeyId: 'b', keys: { a: key(1), b: key(2) } });
    const [decoded] = await rotated.decode(encoded);
    expect(defaultPayloadConverter.fromPayload(decoded as Payload)).toEqual({ secret });
  });

  test('the keys of a process are its present one and those of before', async () => {
    const base64 = (fill: number): string => Buffer.from(key(fill)).toString('base64');
    const before = createDataConverter({ payloadKeyId: 'a', payloadKey: base64(1) }).payloadCodecs?.[0];
    const after = createDataConverter({
      payloadKeyId: 'b',
      payloadKey: base64(2),
      payloadOldKeys: `z:${base64(9)},a:${base64(1)}`,
    }).payloadCodecs?.[0];
    const encoded = await before?.encode([payload]);
    const [decoded] = (await after?.decode(encoded ?? [])) ?? [];
    expect(defaultPayloadConverter.fromPayload(decoded as Payload)).toEqual({ secret });
  });

  test('a changed payload, an unknown key and a short key are refused', async () => {
    const [encoded] = await codec.encode([payload]);
    const changed = { ...(encoded as Payload), data: Uint8Array.from((encoded as Payload).data ?? []) };
    changed.data[20] = (changed.data[20] ?? 0) ^ 1;
    await expect(codec.decode([changed])).rejects.toThrow();
    const other = createPayloadCodec({ currentKeyId: 'c', keys: { c: key(3) } });
    await expect(other.decode([encoded as Payload])).rejects.toThrow(/under the id "a"/);
    expect(() => createPayloadCodec({ currentKeyId: 'd', keys: { d: new Uint8Array(16) } })).toThrow(/32-byte/);
  });

  test('foreign encodings pass through unread', async () => {
    expect(await codec.decode([payload])).toEqual([payload]);
  });
});
