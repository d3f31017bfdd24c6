/** ESM throughout: run by bin/test.mjs with --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 30_000,
  maxWorkers: 2,
  /** Every file leaves its modules behind in its process; one that has grown is replaced, so that it also ends quickly. */
  workerIdleMemoryLimit: '600MB',
  /** A leaked server, pool, worker or timer shows as a run that does not end; the runner then reports a failure. */
  forceExit: false,
  coverageDirectory: 'coverage',
};
