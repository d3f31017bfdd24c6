export interface Shutdown {
  /** Registers something to dispose; disposal runs in reverse order of registration. */
  add(name: string, dispose: () => Promise<void> | void): void;
  /** Disposes everything once, within the deadline. Resolves to false when something failed or was too slow. */
  run(): Promise<boolean>;
}

export interface ShutdownOptions {
  deadlineMs?: number;
  onError?: (name: string, error: unknown) => void;
}

/** One list of what a process has opened. One failing step does not keep the others from running. */
export function createShutdown(options: ShutdownOptions = {}): Shutdown {
  const steps: { name: string; dispose: () => Promise<void> | void }[] = [];
  let running: Promise<boolean> | undefined;

  async function disposeAll(): Promise<boolean> {
    let clean = true;
    for (const step of steps.reverse()) {
      try {
        await step.dispose();
      } catch (error) {
        clean = false;
        options.onError?.(step.name, error);
      }
    }
    return clean;
  }

  return {
    add: (name, dispose) => void steps.push({ name, dispose }),
    run: () => (running ??= within(options.deadlineMs ?? 15_000, disposeAll())),
  };
}

const INSIST_AFTER_MS = 2_000;

/**
 * Ties a shutdown to SIGTERM and SIGINT and ends the process: 0 when all was disposed, 1 otherwise. A further signal
 * ends it at once, unless it comes with the first (npm passes on a Ctrl-C that the terminal has sent already).
 */
export function exitOnSignal(shutdown: Shutdown, onSignal?: (signal: string) => void): void {
  let stoppingSince: number | undefined;
  const stop = (signal: string): void => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > INSIST_AFTER_MS) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    onSignal?.(signal);
    void shutdown.run().then((clean) => process.exit(clean ? 0 : 1));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function within(deadlineMs: number, work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
