import { useSyncExternalStore } from 'react';
import { useWords } from '../words/use-words.js';

/** Says so while the browser has no network. */
export function OfflineBanner() {
  const { shell } = useWords();
  const isOnline = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  return (
    <div role="status" className="offline">
      {isOnline ? null : <p>{shell.offline}</p>}
    </div>
  );
}

function watchNetwork(onChange: () => void): () => void {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}
