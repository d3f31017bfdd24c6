import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.js';

export interface PayloadKey {
  payloadKeyId: string;
  /** 32 bytes, base64. */
  payloadKey: string;
  /** Keys that are only read with: `id:base64` pairs, comma separated. */
  payloadOldKeys?: string;
}

export const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

/** The data converter of every client, worker and replay: payloads and failures leave the process encrypted. */
export function createDataConverter(key: PayloadKey): DataConverter {
  return {
    failureConverterPath,
    payloadCodecs: [
      createPayloadCodec({
        currentKeyId: key.payloadKeyId,
        keys: keysOf(key),
      }),
    ],
  };
}

function keysOf({ payloadKeyId, payloadKey, payloadOldKeys }: PayloadKey): Record<string, Uint8Array> {
  const pairs = [...(payloadOldKeys?.split(',') ?? []), `${payloadKeyId}:${payloadKey}`];
  return Object.fromEntries(
    pairs.map((pair) => {
      const [id = '', key = ''] = pair.split(':');
      return [id, Buffer.from(key, 'base64')];
    }),
  );
}
