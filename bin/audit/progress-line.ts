const PROGRESS_INTERVAL_MS = 200;

/** One line on stderr that is written over on a terminal; a file or pipe gets none but the last. */
export function createProgressLine(fraction: () => number) {
  let shownAtMs = 0;
  let last = 0;
  const line = (): string => `${last} entries, ${Math.floor(100 * fraction())} %`;
  return {
    show(checked: number): void {
      last = checked;
      if (!process.stderr.isTTY || performance.now() - shownAtMs < PROGRESS_INTERVAL_MS) return;
      shownAtMs = performance.now();
      process.stderr.write(`\r${line()}`);
    },
    end: (): void => void process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${line()}\n`),
  };
}
