export interface SessionLine {
  id: string;
  code: string;
  status: string;
  attendance: string;
  patient: string;
  doctor: string;
  place: string;
  startsAt: string;
  createdAt: string;
}

export interface SessionStory extends SessionLine {
  /** Oldest first. */
  history: {
    at: string;
    by: string | null;
    kind: string;
    from: string | null;
    to: string;
    channel: string;
    reason: string | null;
  }[];
  messages: { at: string; kind: string; channel: string; status: string }[];
  /** In Temporal's own page; null where that does not run. */
  workflowUrl: string | null;
}
