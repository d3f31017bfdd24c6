import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';

/** What the session workflow writes; see workflows/session/contract.ts. */
export const SEARCH_ATTRIBUTES = {
  SessionStatus: 'Keyword',
  DoctorId: 'Keyword',
  SessionStart: 'Datetime',
  SessionVersion: 'Int',
} as const;

const { IndexedValueType } = proto.temporal.api.enums.v1;
const INDEXED_TYPES = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
};

/** Adds what is missing, on a server that somebody else started or that is older than an attribute. */
export async function registerSearchAttributes(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '5 s' });
  try {
    const known = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in known.customAttributes));
    if (missing.length === 0) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, INDEXED_TYPES[type]])),
    });
  } finally {
    await connection.close();
  }
}
