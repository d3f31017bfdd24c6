/** A history as JSON: all ids are numbers in strings. */
export interface JsonHistory {
  events: JsonEvent[];
}

type JsonEvent = { eventId: string; eventType: string } & Record<string, unknown>;

/**
 * A session that was told of a policy while it waited, from before `PATCHES.policyChanged`. No worker of that time can be
 * asked for such a history any more, so that it is joined from two recorded ones: `run`, and from `session.policyUnheard` the
 * signal with the task that let it lie, which come right before the first event of type `before`. Goes when that patch does.
 */
export function withUnheardSignal(run: JsonHistory, before: string, unheard: JsonHistory): JsonHistory {
  const at = indexOf(run, ({ eventType }) => eventType === before);
  const signal = indexOf(unheard, (event) => JSON.stringify(event).includes('"signalName":"policyChanged"'));
  const [first, last] = [signal - 1, indexOf(unheard, isTaskCompleted, signal)];
  const group = unheard.events.slice(first, last + 1);
  return {
    events: [
      ...run.events.slice(0, at),
      ...group.map((event) => renumbered(event, at - first)),
      ...run.events.slice(at).map((event) => renumbered(event, group.length, at)),
    ],
  };
}

const isTaskCompleted = ({ eventType }: JsonEvent): boolean => eventType === 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED';

function indexOf({ events }: JsonHistory, wanted: (event: JsonEvent) => boolean, from = 0): number {
  const index = events.findIndex((event, at) => at >= from && wanted(event));
  if (index < 0) throw new Error('The history has no such event.');
  return index;
}

/** The event with every id of an event at or after index `from` moved by `by`. */
function renumbered(event: JsonEvent, by: number, from = 0): JsonEvent {
  return JSON.parse(JSON.stringify(event), (key, value: unknown) =>
    /eventId$/i.test(key) && Number(value) > from ? String(Number(value) + by) : value,
  ) as JsonEvent;
}
