import { install } from './install.mjs';

/** `npm start`: installs what is missing, then becomes the supervisor of the embedded stack (bin/dev.ts). */
await install();
const { register } = await import('tsx/esm/api');
register();
await import('./dev.ts');
