import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that an earlier run started; `command` is a part of its command line that nothing else has. */
export interface Leftover {
  name: string;
  pid: number;
  command: string;
}

export const SUPERVISOR = 'supervisor';
const GRACE_MS = 8_000;

/** Keeps the list of what is running, for the next start to find if this one is killed. */
export function writePidsFile(file: string, processes: Leftover[]): void {
  writeFileSync(`${file}.next`, JSON.stringify(processes), { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

/** The supervisor that still looks after these processes, if there is one. */
export function livingSupervisor(file: string): number | undefined {
  const found = readList(file).find(({ name }) => name === SUPERVISOR);
  const alive = found && found.pid !== process.pid && found.command !== '' && commandLine(found.pid) === found.command;
  return alive ? found.pid : undefined;
}

/** Stops what a killed supervisor has left, last started first. Returns their names. */
export async function cleanLeftovers(file: string): Promise<string[]> {
  const stopped: string[] = [];
  for (const leftover of readList(file)) {
    if (leftover.name === SUPERVISOR) continue;
    if (await stopLeftover(leftover, leftover.name === 'postgres' ? 'SIGINT' : 'SIGTERM')) stopped.push(leftover.name);
  }
  return stopped;
}

/** Stops a process if it is what it is taken for: the number alone may belong to someone else by now. */
export async function stopLeftover(leftover: Leftover, signal: NodeJS.Signals): Promise<boolean> {
  const { pid, command } = leftover;
  const isOurs = (): boolean => pid !== process.pid && commandLine(pid).includes(command);
  if (!isOurs()) return false;
  send(pid, signal);
  send(pid, 'SIGCONT');
  const insistAt = Date.now() + GRACE_MS;
  while (isOurs()) {
    if (Date.now() > insistAt) send(pid, 'SIGKILL');
    await delay(50);
  }
  return true;
}

/** Empty when there is no such process, or it is a zombie. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    /** Gone already. */
  }
}

function readList(file: string): Leftover[] {
  if (!existsSync(file)) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Leftover[];
  } catch {
    return [];
  }
}
