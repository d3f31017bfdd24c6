import eslint from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const ROOMS = [
  'domain',
  'workflows',
  'activities',
  'bots',
  'api',
  'prisma',
  'platform',
  'bin',
  'dev',
  'web',
  'tests',
  'bench',
];

/** Who may import whom (docs: DESIGN 2). What a room does not name here it may not import; tests and bench see all. */
const MAY_IMPORT = {
  domain: [],
  /** Activities by `import type` only, see below. */
  workflows: ['domain', 'activities'],
  activities: ['domain', 'prisma/stores', 'prisma/actor.ts', 'prisma/errors.ts', 'platform', 'workflows', 'api/client'],
  prisma: ['domain'],
  platform: ['domain/errors.ts'],
  api: ['domain', 'prisma', 'workflows', 'platform'],
  bots: ['domain', 'api/client', 'api/contract', 'platform'],
  /** Types of the API come from its document; of the domain only what is pure. */
  web: ['domain'],
  bin: ROOMS.filter((room) => room !== 'tests' && room !== 'web'),
  dev: ROOMS.filter((room) => room !== 'tests' && room !== 'web'),
};

/** Doors into other rooms that are narrower than a folder. */
const NARROW = [
  {
    target: ['./api/**', './activities/**'],
    from: './workflows/**',
    except: ['**/client.ts', '**/contract.ts', '**/activity-options.ts'],
    message: 'Only a workflow’s client and contract may be imported from outside workflows/.',
  },
  {
    target: './workflows/**/!(client).ts',
    from: './workflows/**/client.ts',
    message: 'A workflow’s client is for other processes; it must not reach the bundle.',
  },
];

const zones = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  target: `./${room}`,
  from: ROOMS.filter((other) => other !== room && !allowed.includes(other)).map((other) => `./${other}`),
  except: [],
}));

/** A zone with `except` needs one `from`; rooms of which only a part is open get a zone each. */
const importZones = zones.flatMap(({ target, from }) => {
  const room = target.slice(2);
  return from.map((source) => {
    const open = (MAY_IMPORT[room] ?? []).filter((path) => path.startsWith(`${source.slice(2)}/`));
    return {
      target,
      from: source,
      ...(open.length > 0 ? { except: open.map((path) => `./${path.slice(source.length - 1)}`) } : {}),
      message: `${room}/ may not import from ${source.slice(2)}/ (DESIGN 2).`,
    };
  });
});

const environmentReaders = [
  'platform/config/env.ts',
  'bin/**',
  'dev/**',
  'tests/**',
  'bench/**',
  '*.config.ts',
  'prisma/generate.mjs',
];

const noProcessEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only platform/config/env.ts reads the environment.',
};
const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' };

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'coverage/',
      'artifacts/',
      'prisma/generated/',
      '.data/',
      '.cache/',
      'web/dist/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/internal-regex': '^\\.',
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/require-await': 'off',
      /** Factories return closures; nothing here depends on `this`. */
      '@typescript-eslint/unbound-method': 'off',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: [...importZones, ...NARROW] }],
      'no-restricted-syntax': ['error', noProcessEnv, noEnum],
      'no-console': 'error',
    },
  },
  { files: environmentReaders, rules: { 'no-restricted-syntax': ['error', noEnum] } },
  { files: ['bin/**', 'dev/**', 'bench/**', 'tests/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    /** What is bundled into the workflow sandbox. */
    files: ['workflows/**/*.ts'],
    ignores: ['workflows/**/client.ts'],
    rules: {
      'import-x/no-nodejs-modules': 'error',
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setImmediate', 'fetch'],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '/activities/', allowTypeImports: true, message: 'Activities by `import type` only.' },
            {
              group: ['@temporalio/client', '@temporalio/worker', '@temporalio/activity'],
              message: 'Not in the sandbox.',
            },
          ],
        },
      ],
    },
  },
  { files: ['*.config.ts', '*.config.js'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        require: 'readonly',
        module: 'writable',
        exports: 'writable',
      },
    },
  },
);
