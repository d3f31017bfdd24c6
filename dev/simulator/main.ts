import { createServer } from 'node:http';
import { createShutdown, exitOnSignal } from '../../platform/shutdown.js';
import { createSimulatorApp } from './server/app.js';
import { readSimulatorConfig } from './server/config.js';

/** The simulator's process: the page on which one plays every person of the clinic, for this machine only. */
const config = readSimulatorConfig(process.env.SIMULATOR);
const shutdown = createShutdown();
exitOnSignal(shutdown);

const { app, close } = createSimulatorApp(config);
const server = createServer(app);
server.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
server.listen(config.port, '127.0.0.1', () => console.log('ready'));
shutdown.add('server', async () => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await close();
  server.closeAllConnections();
  await closed;
});
