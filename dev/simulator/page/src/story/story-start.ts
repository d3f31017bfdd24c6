const KEY = 'clinic-simulator.story-since';

/** When the story began: when this tab was opened, also after a reload. Milliseconds. */
export function storyStart(): number {
  try {
    const stored = Number(sessionStorage.getItem(KEY));
    return stored > 0 ? stored : beginStory();
  } catch {
    return Date.now();
  }
}

/** Begins anew, now. */
export function beginStory(): number {
  const now = Date.now();
  try {
    sessionStorage.setItem(KEY, String(now));
  } catch {
    /* A browser that refuses storage forgets at the next reload; the story works all the same. */
  }
  return now;
}
