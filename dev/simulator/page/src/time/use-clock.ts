import { createContext, useContext } from 'react';
import { createClock, type Clock } from './clock.js';

export const ClockContext = createContext<Clock>(createClock('UTC'));

/** Times in the clinic's zone. */
export const useClock = (): Clock => useContext(ClockContext);
