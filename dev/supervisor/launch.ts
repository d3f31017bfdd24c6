import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** One process of the stack, as the supervisor sees it. */
export interface ProcessSpec {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Output is appended here and nowhere else, so that a process outlives a supervisor that was killed. */
  logFile: string;
  uid?: number;
  gid?: number;
  stopSignal?: NodeJS.Signals;
  stopDeadlineMs?: number;
}

export interface RunningProcess {
  pid: number;
  startedAt: number;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  hasExited(): boolean;
  /** Asks it to stop, insists after the deadline; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a process in a session of its own: a Ctrl-C at the terminal reaches only the supervisor, which then stops
 * everything in order.
 */
export async function launch(spec: ProcessSpec): Promise<RunningProcess> {
  mkdirSync(dirname(spec.logFile), { recursive: true, mode: 0o711 });
  const log = openSync(spec.logFile, 'a', 0o600);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env },
    detached: true,
    stdio: ['ignore', log, log],
    uid: spec.uid,
    gid: spec.gid,
  });
  closeSync(log);
  let gone = false;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      gone = true;
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return {
    pid: child.pid!,
    startedAt: Date.now(),
    exited,
    hasExited: () => gone,
    async stop() {
      if (gone) return;
      child.kill(spec.stopSignal ?? 'SIGTERM');
      /** A paused process cannot hear the signal. */
      child.kill('SIGCONT');
      const timer = setTimeout(() => child.kill('SIGKILL'), spec.stopDeadlineMs ?? 15_000);
      await exited;
      clearTimeout(timer);
    },
  };
}
