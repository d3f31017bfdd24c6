/** A turn at drawing one view. A later turn makes an earlier one void, so that a slow answer never covers a newer one. */
export interface Turn {
  /** Draws after earlier drawings have arrived, unless a later turn was taken meanwhile. */
  draw(drawing: Drawing): Promise<'DRAWN' | 'OUTRUN'>;
}

/**
 * Draws. `hash` is Slack's mark of what the view shows as far as this process knows; with it, Slack refuses what another
 * process has outrun. Resolves to the mark of what was drawn; undefined where nobody can tell what the view shows now.
 */
export type Drawing = (hash: string | undefined) => Promise<string | undefined>;

/** One delivery of a click by Slack. */
export interface Delivery {
  /** Slack's id of the click: one that was delivered before gets no turn. */
  id: string;
  /** The form's attempt: a click on a form that has been sent gets no turn. */
  attempt?: number;
  /** Slack's mark of the view that was clicked. */
  hash?: string;
}

export interface Turns {
  /** `key` names the view; `hash` is known where this process has just opened it. */
  take(key: string, hash?: string): Turn;
  /** null when the click is to be ignored. */
  takeOnce(key: string, delivery: Delivery): Turn | null;
  /** The form was sent: late clicks on this attempt are void. */
  close(key: string, attempt: number): void;
}

interface View {
  latest: number;
  closedAttempt: number;
  delivered: Set<string>;
  drawing: Promise<unknown>;
  hash: string | undefined;
  /** All marks that this process has met: another one is news from another process. */
  hashes: Set<string>;
}

const VIEWS_MAX = 1_000;

/** Keeps the last thousand views in mind; a modal that is older than that is closed by now. */
export function createTurns(): Turns {
  const views = new Map<string, View>();

  function viewOf(key: string): View {
    const view = views.get(key) ?? freshView();
    views.delete(key);
    views.set(key, view);
    const [oldest] = views.keys();
    if (views.size > VIEWS_MAX && oldest !== undefined) views.delete(oldest);
    return view;
  }

  function take(key: string, hash?: string): Turn {
    const view = viewOf(key);
    if (hash !== undefined && !view.hashes.has(hash)) met(view, hash);
    view.latest += 1;
    return turnAt(view, view.latest);
  }

  return {
    take,
    takeOnce(key, { id, attempt, hash }) {
      const view = viewOf(key);
      if (attempt !== undefined && attempt <= view.closedAttempt) return null;
      if (view.delivered.has(id)) return null;
      view.delivered.add(id);
      return take(key, hash);
    },
    close: (key, attempt) => void (viewOf(key).closedAttempt = attempt),
  };
}

function freshView(): View {
  return {
    latest: 0,
    closedAttempt: 0,
    delivered: new Set(),
    drawing: Promise.resolve(),
    hash: undefined,
    hashes: new Set(),
  };
}

function met(view: View, hash: string | undefined): void {
  view.hash = hash;
  if (hash !== undefined) view.hashes.add(hash);
}

function turnAt(view: View, mine: number): Turn {
  return {
    draw(drawing) {
      const drawn = view.drawing.then(async () => {
        if (view.latest !== mine) return 'OUTRUN' as const;
        const before = view.hash;
        // Until the answer is there, nobody can tell what the view shows.
        view.hash = undefined;
        met(view, await drawing(before));
        return 'DRAWN' as const;
      });
      view.drawing = drawn.catch(() => undefined);
      return drawn;
    },
  };
}
