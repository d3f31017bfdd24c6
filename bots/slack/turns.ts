/** A turn at drawing one view. A later turn makes an earlier one void, so that a slow answer never covers a newer one. */
export interface Turn {
  /** Draws after earlier drawings have arrived, unless a later turn was taken meanwhile. */
  draw<T>(act: () => Promise<T>): Promise<T | 'OUTRUN'>;
}

export interface TurnOptions {
  /** Slack's id of the click: one that was delivered before gets no turn. */
  delivery?: string;
  /** The form's attempt: a click on a form that has been sent gets no turn. */
  attempt?: number;
}

export interface Turns {
  /** `key` names the view; null when the click is to be ignored. */
  take(key: string, options?: TurnOptions): Turn | null;
  /** The form was sent: late clicks on this attempt are void. */
  close(key: string, attempt: number): void;
}

interface View {
  latest: number;
  closedAttempt: number;
  delivered: Set<string>;
  drawing: Promise<unknown>;
}

const VIEWS_MAX = 1_000;

/** Keeps the last thousand views in mind; a modal that is older than that is closed by now. */
export function createTurns(): Turns {
  const views = new Map<string, View>();

  function viewOf(key: string): View {
    const view = views.get(key) ?? { latest: 0, closedAttempt: 0, delivered: new Set(), drawing: Promise.resolve() };
    views.delete(key);
    views.set(key, view);
    const [oldest] = views.keys();
    if (views.size > VIEWS_MAX && oldest !== undefined) views.delete(oldest);
    return view;
  }

  return {
    take(key, { delivery, attempt }: TurnOptions = {}) {
      const view = viewOf(key);
      if (attempt !== undefined && attempt <= view.closedAttempt) return null;
      if (delivery !== undefined && view.delivered.has(delivery)) return null;
      if (delivery !== undefined) view.delivered.add(delivery);
      view.latest += 1;
      const mine = view.latest;
      return {
        draw(act) {
          const drawn = view.drawing.then(async () => (view.latest === mine ? act() : ('OUTRUN' as const)));
          view.drawing = drawn.catch(() => undefined);
          return drawn;
        },
      };
    },
    close: (key, attempt) => void (viewOf(key).closedAttempt = attempt),
  };
}
