import { useSyncExternalStore } from 'react';
import type { PanelName } from './stage.js';
import { useStage } from './use-stage.js';

/** Below this width one panel is shown at a time (as in styles/layout.css). */
const WIDE = '(min-width: 1101px)';

/** Whether a person can see this panel now. */
export function useVisible(panel: PanelName): boolean {
  const { stage } = useStage();
  const wide = useSyncExternalStore(subscribe, isWide);
  return wide || stage.panel === panel;
}

const isWide = (): boolean => window.matchMedia(WIDE).matches;

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
