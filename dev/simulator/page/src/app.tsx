import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createQueryClient } from './data/create-query-client.js';
import { Desk } from './desk.js';
import { browserStorage } from './seen/browser-storage.js';
import { createSeenStore } from './seen/seen-store.js';
import { SeenContext } from './seen/use-seen.js';

export function App() {
  const [client] = useState(createQueryClient);
  const [seen] = useState(() => createSeenStore(browserStorage(), Date.now()));
  return (
    <QueryClientProvider client={client}>
      <SeenContext value={seen}>
        <Desk />
      </SeenContext>
    </QueryClientProvider>
  );
}
