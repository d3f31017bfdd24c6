import { Client, Connection } from '@temporalio/client';
import { createDataConverter, type PayloadKey } from './data-converter.js';

export interface TemporalConfig {
  temporalAddress: string;
  temporalNamespace: string;
}

/**
 * A client with the payload codec. The connection is made on first use, so a process can start while the server is
 * away; calls made meanwhile fail by their own deadlines.
 */
export function connectTemporal(config: TemporalConfig, key: PayloadKey): { client: Client; close(): Promise<void> } {
  const connection = Connection.lazy({ address: config.temporalAddress });
  const client = new Client({
    connection,
    namespace: config.temporalNamespace,
    dataConverter: createDataConverter(key),
  });
  return { client, close: () => connection.close() };
}
