/** Weekly hours by doctor, as local minutes; open-ended, so that the demo stays bookable. */
export interface HoursSeed {
  weekdays: number[];
  startMinute: number;
  endMinute: number;
  breaks: { startMinute: number; endMinute: number }[];
}

const at = (hour: number, minute = 0): number => hour * 60 + minute;

export const HOURS: Record<string, HoursSeed> = {
  haddad: {
    weekdays: [1, 2, 3, 4, 5],
    startMinute: at(8),
    endMinute: at(17),
    breaks: [{ startMinute: at(12), endMinute: at(13) }],
  },
  okafor: {
    weekdays: [1, 2, 3, 4, 5, 6],
    startMinute: at(9),
    endMinute: at(18),
    breaks: [{ startMinute: at(13), endMinute: at(14) }],
  },
  moreau: {
    weekdays: [1, 2, 3, 4, 5],
    startMinute: at(7, 30),
    endMinute: at(15, 30),
    breaks: [{ startMinute: at(11, 30), endMinute: at(12) }],
  },
};
