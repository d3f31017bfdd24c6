export type Change = { kind: 'session'; id: string; version: number } | { kind: 'task'; id: string };

/** What is used of an `EventSource`. */
export interface EventStream {
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

export interface LiveConnectionDeps {
  open(): EventStream;
  /** Makes sure that there is a session to open a stream with; the stream is not opened where it fails. */
  renew(): Promise<unknown>;
  onChange(change: Change): void;
  /** Something may have been missed: everything is to be read anew. */
  onMissed(): void;
  /** Between 0 and 1, so that pages do not all come back at once. */
  random?: () => number;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** One stream of changes that comes back by itself, later and later while it fails. Starts paused. */
export function createLiveConnection(deps: LiveConnectionDeps) {
  const { random = Math.random } = deps;
  let stream: EventStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [isWanted, wasOpen, failures] = [false, false, 0];

  function connect(): void {
    const opened = deps.open();
    stream = opened;
    opened.addEventListener('open', () => {
      failures = 0;
      if (wasOpen) deps.onMissed();
      wasOpen = true;
    });
    opened.addEventListener('session.changed', (event) =>
      deps.onChange({ ...dataOf<{ id: string; version: number }>(event), kind: 'session' }),
    );
    opened.addEventListener('task.changed', (event) =>
      deps.onChange({ ...dataOf<{ id: string }>(event), kind: 'task' }),
    );
    opened.addEventListener('reset', () => deps.onMissed());
    opened.addEventListener('end', () => again(opened));
    opened.addEventListener('error', () => again(opened));
  }

  /** Instead of the browser's own way to come back, which ends for good at the first refusal. */
  function again(failed: EventStream): void {
    failed.close();
    if (stream !== failed) return;
    stream = null;
    const longestMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++);
    timer = setTimeout(() => void attempt(), longestMs * (0.5 + random() / 2));
  }

  async function attempt(): Promise<void> {
    const isReady = await deps.renew().then(
      (me) => me !== null,
      () => true,
    );
    if (isWanted && isReady && stream === null) connect();
  }

  function drop(): void {
    isWanted = false;
    clearTimeout(timer);
    stream?.close();
    stream = null;
  }

  return {
    resume(): void {
      if (isWanted) return;
      isWanted = true;
      if (wasOpen) void attempt();
      else connect();
    },
    pause: drop,
    close: drop,
  };
}

function dataOf<T>({ data }: { data?: unknown }): T {
  return JSON.parse(String(data)) as T;
}
