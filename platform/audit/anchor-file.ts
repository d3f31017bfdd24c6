import { open, type FileHandle } from 'node:fs/promises';

/** A signed tree head, as it stands outside the database. */
export interface AnchoredHead {
  treeSize: number;
  rootHash: string;
  at: string;
  jws: string;
}

const TAIL_BYTES = 8_192;

/** Adds a line and resolves when it is on the disk. What a crash left of a line before is closed off first. */
export async function appendAnchor(file: string, head: AnchoredHead): Promise<void> {
  const handle = await open(file, 'a+', 0o644);
  try {
    const { size } = await handle.stat();
    const torn = size > 0 && (await bytesAt(handle, size - 1, 1)).toString() !== '\n';
    const { treeSize, rootHash, at, jws } = head;
    await handle.appendFile(`${torn ? '\n' : ''}${JSON.stringify({ treeSize, rootHash, at, jws })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** All heads in the file, oldest first; none where there is no file. A line that a crash cut short does not count. */
export async function* readAnchors(file: string): AsyncGenerator<AnchoredHead> {
  const handle = await openIfThere(file);
  if (!handle) return;
  try {
    for await (const line of handle.readLines()) {
      const head = parse(line);
      if (head) yield head;
    }
  } finally {
    await handle.close();
  }
}

/** The last head in the file; null where there is none. */
export async function lastAnchor(file: string): Promise<AnchoredHead | null> {
  const handle = await openIfThere(file);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL_BYTES);
    const lines = (await bytesAt(handle, size - length, length)).toString().split('\n');
    return lines.map(parse).findLast((head) => head !== null) ?? null;
  } finally {
    await handle.close();
  }
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse(line: string): AnchoredHead | null {
  try {
    const { treeSize, rootHash, at, jws } = JSON.parse(line) as Partial<AnchoredHead>;
    if (typeof treeSize !== 'number' || typeof jws !== 'string') return null;
    return { treeSize, rootHash: String(rootHash), at: String(at), jws };
  } catch {
    return null;
  }
}
