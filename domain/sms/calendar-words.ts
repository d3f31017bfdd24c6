const WEEKDAYS = [
  'monday mon lunes lun',
  'tuesday tue tues martes mar',
  'wednesday wed weds miercoles mie',
  'thursday thu thur thurs jueves jue',
  'friday fri viernes vie',
  'saturday sat sabado sab',
  'sunday sun domingo dom',
];
const MONTHS = [
  'january jan enero ene',
  'february feb febrero',
  'march mar marzo',
  'april apr abril abr',
  'may mayo',
  'june jun junio',
  'july jul julio',
  'august aug agosto ago',
  'september sep sept septiembre setiembre set',
  'october oct octubre',
  'november nov noviembre',
  'december dec diciembre dic',
];
const ORDINALS = [
  'first primero primera primer',
  'second segundo segunda',
  'third tercero tercera tercer',
  'fourth cuarto cuarta',
];

/** Words of both languages to their number, from 1. */
function numbered(lists: readonly string[]): ReadonlyMap<string, number> {
  return new Map(lists.flatMap((words, at) => words.split(' ').map((word): [string, number] => [word, at + 1])));
}

/** ISO weekday by name. `mar` is March as well: see `MONTH_WORDS`. */
export const WEEKDAY_WORDS = numbered(WEEKDAYS);
export const MONTH_WORDS = numbered(MONTHS);
export const ORDINAL_WORDS = numbered(ORDINALS);
