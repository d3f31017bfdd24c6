import type { JsonHistory } from './unheard-signal.js';

interface Payload {
  data: string;
}

/** Ids of the patches that a run has met; the SDK keeps them unencrypted. */
export function patchIdsOf({ events }: JsonHistory): string[] {
  return events.flatMap((event) => {
    const marker = event['markerRecordedEventAttributes'] as
      { markerName: string; details?: { 'patch-data'?: { payloads: Payload[] } } } | undefined;
    const payloads = marker?.markerName === 'core_patch' ? (marker.details?.['patch-data']?.payloads ?? []) : [];
    return payloads.map(({ data }) => (JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as { id: string }).id);
  });
}

/** Names of the signals and updates that a run has taken. */
export function messageNamesOf({ events }: JsonHistory): string[] {
  return events.flatMap((event) => {
    const signal = event['workflowExecutionSignaledEventAttributes'] as { signalName: string } | undefined;
    const update = event['workflowExecutionUpdateAcceptedEventAttributes'] as
      { acceptedRequest: { input: { name: string } } } | undefined;
    return [signal?.signalName, update?.acceptedRequest.input.name].filter((name) => name !== undefined);
  });
}
