import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding.js';
import proto from '@temporalio/proto';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const ENCODING = 'binary/encrypted';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts whole payloads with AES-256-GCM; the key's id travels in the metadata so that keys can be rotated. Payloads
 * of other encodings pass through unread. `keys` maps key ids to 32 bytes; new payloads use `currentKeyId`.
 */
export function createPayloadCodec(options: { currentKeyId: string; keys: Record<string, Uint8Array> }): PayloadCodec {
  const keyOf = (id: string): Uint8Array => {
    const key = options.keys[id];
    if (key?.length !== 32) throw new Error(`No 32-byte payload key is configured under the id "${id}".`);
    return key;
  };
  keyOf(options.currentKeyId);

  const encrypt = (payload: Payload): Payload => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, keyOf(options.currentKeyId), iv);
    const plain = PayloadMessage.encode(payload).finish();
    const data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { metadata: { encoding: encode(ENCODING), 'encryption-key-id': encode(options.currentKeyId) }, data };
  };

  const decrypt = (payload: Payload): Payload => {
    if (!payload.metadata?.encoding || decode(payload.metadata.encoding) !== ENCODING || !payload.data) return payload;
    const keyId = payload.metadata['encryption-key-id'];
    const data = Buffer.from(payload.data);
    const decipher = createDecipheriv(CIPHER, keyOf(keyId ? decode(keyId) : ''), data.subarray(0, IV_BYTES));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    const plain = Buffer.concat([decipher.update(data.subarray(IV_BYTES, data.length - TAG_BYTES)), decipher.final()]);
    return PayloadMessage.decode(plain);
  };

  return {
    encode: async (payloads) => payloads.map(encrypt),
    decode: async (payloads) => payloads.map(decrypt),
  };
}
