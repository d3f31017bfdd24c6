import { createContext, useContext } from 'react';
import type { Setting } from '../../../contract.js';

export const SettingContext = createContext<Setting | null>(null);

/** The clinic and its people; only below the place that has read them. */
export function useSetting(): Setting {
  const setting = useContext(SettingContext);
  if (setting === null) throw new Error('There is no setting here yet.');
  return setting;
}
