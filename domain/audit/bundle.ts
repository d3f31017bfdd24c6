/**
 * The audit as a file: a line of JSON each for the header, the signed heads, the leaves (each followed by the private values
 * of its entry, where they are wanted) and the end. docs/audit-bundle.md describes it to others.
 */
export const BUNDLE_FORMAT = 'clinic-audit-bundle/1';

export interface BundleLeaf {
  leafIndex: number;
  leafHash: Buffer;
  /** Verbatim, as it was hashed; undefined when the entry is gone. */
  canonical?: string;
}

/** A personal value, with the salt (hex) that ties it to the commitment that stands at `path` in the entry before it. */
export interface PrivateValue {
  path: string;
  salt: string;
  value: string;
}

export interface BundleEnd {
  heads: number;
  leaves: number;
}

/** Says what the file is and nothing more: no signature vouches for it. */
export const bundleHeaderLine = (): string => `${JSON.stringify({ format: BUNDLE_FORMAT })}\n`;

export const bundleHeadLine = (jws: string): string => `${JSON.stringify({ head: jws })}\n`;

/** Not parsed by whoever verifies: between `"entry":` and the last brace stand the very bytes that are hashed. */
export const bundleLeafLine = ({ leafIndex, leafHash, canonical }: BundleLeaf): string =>
  `{"leaf":${leafIndex},"hash":"${leafHash.toString('hex')}","entry":${canonical ?? 'null'}}\n`;

export const bundlePrivateLine = (value: PrivateValue): string => `${JSON.stringify({ private: value })}\n`;

export const bundleEndLine = (end: BundleEnd): string => `${JSON.stringify({ end })}\n`;
