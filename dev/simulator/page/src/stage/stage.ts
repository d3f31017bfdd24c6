/** What is in front: which panel, who one is in Slack, which phone, mail and session are open. */
export interface Stage {
  panel: PanelName;
  personId: string;
  /** The open place in Slack of each person. */
  places: Record<string, SlackPlace>;
  /** Text put into the composer for someone; `nonce` tells two alike apart. */
  draft: Draft | null;
  phone: string | null;
  answer: Draft | null;
  letter: string | null;
  session: string | null;
}

export type PanelName = 'phones' | 'slack' | 'mail' | 'history';

/** A conversation's id, or the app's Home tab. */
export type SlackPlace = { kind: 'CONVERSATION'; id: string } | { kind: 'HOME' };

export interface Draft {
  text: string;
  nonce: number;
}

export type StageMove =
  | { type: 'SHOW'; panel: PanelName }
  | { type: 'BE'; personId: string; place?: SlackPlace; draft?: string }
  | { type: 'GO'; place: SlackPlace }
  | { type: 'OPEN_PHONE'; number: string | null; answer?: string }
  | { type: 'OPEN_LETTER'; id: string | null }
  | { type: 'OPEN_SESSION'; id: string };

export const initialStage = (personId: string): Stage => ({
  panel: 'slack',
  personId,
  places: {},
  draft: null,
  phone: null,
  answer: null,
  letter: null,
  session: null,
});

/** The next state; every move brings its own panel to the front. */
export function moveStage(stage: Stage, move: StageMove): Stage {
  switch (move.type) {
    case 'SHOW':
      return { ...stage, panel: move.panel };
    case 'BE':
      return {
        ...stage,
        panel: 'slack',
        personId: move.personId,
        places: placesFor(stage, move),
        draft: move.draft === undefined ? null : nextDraft(stage.draft, move.draft),
      };
    case 'GO':
      return { ...stage, panel: 'slack', draft: null, places: { ...stage.places, [stage.personId]: move.place } };
    case 'OPEN_PHONE':
      return {
        ...stage,
        panel: 'phones',
        phone: move.number,
        answer: move.answer === undefined ? null : nextDraft(stage.answer, move.answer),
      };
    case 'OPEN_LETTER':
      return { ...stage, panel: 'mail', letter: move.id };
    case 'OPEN_SESSION':
      return { ...stage, panel: 'history', session: move.id };
  }
}

const nextDraft = (before: Draft | null, text: string): Draft => ({ text, nonce: (before?.nonce ?? 0) + 1 });

/** The Home tab has no composer, so a draft leads away from it. */
function placesFor({ places }: Stage, move: Extract<StageMove, { type: 'BE' }>): Stage['places'] {
  if (move.place) return { ...places, [move.personId]: move.place };
  if (move.draft === undefined || places[move.personId]?.kind !== 'HOME') return places;
  const { [move.personId]: _home, ...others } = places;
  return others;
}
