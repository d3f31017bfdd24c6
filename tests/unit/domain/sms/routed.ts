import { routeText, type RouteTextInput, type TextRoute } from '../../../../domain/sms/route-text.js';
import {
  soonestFirst,
  whichExpiresAt,
  whichOptions,
  type RoutedPrompt,
  type WhichQuestion,
} from '../../../../domain/sms/which-question.js';

export const NOW_MS = Date.parse('2027-11-30T08:00:00Z');
export const ZONE = 'Europe/Berlin';

export function routedPrompt(code: string, startsAt: string, changes: Partial<RoutedPrompt> = {}): RoutedPrompt {
  return {
    promptId: `prompt-${code}`,
    sessionId: `session-${code}`,
    code,
    startsAt,
    expiresAt: startsAt,
    open: true,
    undelivered: false,
    answer: null,
    patientId: 'sara',
    patientName: 'Sara Ali',
    ...changes,
  };
}

/** Friday 3 December 08:30 and Wednesday 8 December 09:15 in Berlin. */
export const FRIDAY = routedPrompt('HFPK4', '2027-12-03T07:30:00Z');
export const WEDNESDAY = routedPrompt('3MWXY', '2027-12-08T08:15:00Z');
/** Monday 13 December 14:30. */
export const MONDAY = routedPrompt('4H7KP', '2027-12-13T13:30:00Z');

export function questionAbout(
  prompts: readonly RoutedPrompt[],
  intent: WhichQuestion['intent'] = 'CONFIRM',
  lettered = true,
): WhichQuestion {
  const soonest = soonestFirst(prompts);
  return {
    id: 'question',
    intent,
    options: whichOptions(soonest, lettered),
    expiresAt: whichExpiresAt(soonest, NOW_MS),
  };
}

export function routed(
  text: string,
  prompts: readonly RoutedPrompt[],
  question: WhichQuestion | null = null,
  changes: Partial<RouteTextInput<RoutedPrompt>> = {},
): TextRoute<RoutedPrompt> {
  return routeText({ text, prompts, question, timeZone: ZONE, nowMs: NOW_MS, ...changes });
}

/** A route in one line, for tables: `APPLY HFPK4 CONFIRM`, `WHICH CONFIRM HFPK4 3MWXY`. */
export function told(route: TextRoute<RoutedPrompt>): string {
  switch (route.kind) {
    case 'APPLY':
    case 'LATE':
      return `${route.kind} ${route.prompt.code} ${route.intent}`;
    case 'WHICH':
      return ['WHICH', route.intent, ...route.soonest.map(({ code }) => code)].join(' ');
    default:
      return route.kind;
  }
}
