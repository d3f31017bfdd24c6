import { readFileSync } from 'node:fs';

/** The most memory that this process ever held, in MB. What the system counts for a child begins with its parent's peak. */
export function peakMemoryMb(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) / 1_024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1_024;
}
