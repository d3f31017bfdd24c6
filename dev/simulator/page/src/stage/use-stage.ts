import { createContext, useContext, type Dispatch } from 'react';
import { initialStage, type Stage, type StageMove } from './stage.js';

export const StageContext = createContext<{ stage: Stage; move: Dispatch<StageMove> }>({
  stage: initialStage(''),
  move: () => undefined,
});

export const useStage = (): { stage: Stage; move: Dispatch<StageMove> } => useContext(StageContext);
