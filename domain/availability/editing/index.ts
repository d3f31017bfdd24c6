export { affectedSessions, type BookedTime } from './affected.js';
export {
  choiceFaults,
  CONFLICT_ACTIONS,
  MAX_CHOICES,
  matchChoices,
  type ConflictAction,
  type ConflictChoice,
  type SettledChoice,
} from './choices.js';
export { exceptionFaults, MAX_EXCEPTIONS_AHEAD } from './exception-faults.js';
export { firstDayVerdict } from './first-day.js';
export { minuteOf, timeOf } from './local-time.js';
export { withException, withoutException, withWeeklyHours, type NamedException, type Schedule } from './schedule.js';
export { weeklyFaults } from './weekly-faults.js';
