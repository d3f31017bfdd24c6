import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { createApi } from './api/create-api.js';
import { Refusal } from './api/failure.js';
import { forgetMe } from './api/me.js';
import { ApiContext } from './api/use-api.js';
import { createRoutes } from './routes.js';
import { SpeechProvider } from './words/speech-provider.js';

const MOST_RETRIES = 2;

export function App() {
  const [{ client, api, router }] = useState(assemble);
  return (
    <SpeechProvider>
      <QueryClientProvider client={client}>
        <ApiContext value={api}>
          <RouterProvider router={router} />
        </ApiContext>
      </QueryClientProvider>
    </SpeechProvider>
  );
}

function assemble() {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: 'always',
        /** A refusal stays one; what did not get through may. */
        retry: (count, error) => !(error instanceof Refusal) && count < MOST_RETRIES,
      },
      mutations: { networkMode: 'always' },
    },
  });
  const api = createApi(() => forgetMe(client));
  return { client, api, router: createRoutes() };
}
