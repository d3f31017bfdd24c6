import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.js';

export interface PayloadKey {
  payloadKeyId: string;
  /** 32 bytes, base64. */
  payloadKey: string;
}

export const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

/** The data converter of every client, worker and replay: payloads and failures leave the process encrypted. */
export function createDataConverter(key: PayloadKey): DataConverter {
  return {
    failureConverterPath,
    payloadCodecs: [
      createPayloadCodec({
        currentKeyId: key.payloadKeyId,
        keys: { [key.payloadKeyId]: Buffer.from(key.payloadKey, 'base64') },
      }),
    ],
  };
}
