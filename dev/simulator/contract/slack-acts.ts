export interface Choice {
  text: { type: 'plain_text'; text: string };
  value: string;
  description?: { type: 'plain_text'; text: string };
}

/** The state of a view's inputs, by block id and action id, in Slack's own form. */
export type ViewValues = Record<string, Record<string, InputState>>;

export type InputState =
  | { type: 'plain_text_input'; value: string | null }
  | { type: 'static_select' | 'external_select' | 'radio_buttons'; selected_option: Choice | null }
  | { type: 'checkboxes'; selected_options: Choice[] }
  | { type: 'datepicker'; selected_date: string | null }
  | { type: 'timepicker'; selected_time: string | null };

export interface CommandTyped {
  channelId: string;
  /** All that was typed, from the slash on. */
  text: string;
}

/** A press on a button, or a choice in a select that acts at once. */
export interface ActionTaken {
  /** Where it happened: a message, or a view. */
  in: { kind: 'MESSAGE'; channelId: string; ts: string } | { kind: 'VIEW'; viewId: string; values: ViewValues };
  blockId: string;
  actionId: string;
  /** A button with its value, or an input with its state. */
  element: { type: 'button'; value: string | null } | InputState;
}

export interface OptionsWanted {
  viewId: string;
  blockId: string;
  actionId: string;
  /** What was typed so far. */
  value: string;
  values: ViewValues;
}

export interface ViewSubmitted {
  values: ViewValues;
}

/** `OPEN`: the view stays, with the errors by block id, or with new content. */
export type SubmitOutcome = { state: 'CLOSED' } | { state: 'OPEN'; errors: Record<string, string> };
