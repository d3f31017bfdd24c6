import type { Choice } from './block-types.js';
import { choice, unescapeSlack } from './blocks.js';
import { readDoctorValue } from './book-fields.js';
import type { BookForm } from './book-form.js';
import { BOOK_VIEW, KEPT_REASON_BLOCK_ID, SEARCH_FAILED, VISIT_REASON_MAX } from './book-ids.js';
import { ANY_ROOM, decodeBookMemo, type BookClinic, type BookMemo } from './book-memo.js';

/** As much of Slack's view as is read here; anything in it may be missing. */
export interface SentView {
  private_metadata?: string;
  blocks?: unknown;
  state?: { values?: Record<string, Record<string, SentValue>> };
}

export interface SentValue {
  value?: string | null;
  selected_date?: string | null;
  selected_option?: { text?: { text?: string }; value?: string } | null;
}

/** The form as a person sees it, read from what Slack sends with a choice or a submission; null when it is not our form. */
export function readBookForm(view: SentView): BookForm | null {
  const memo = decodeBookMemo(view.private_metadata);
  const doctors = optionsOf(view, BOOK_VIEW.doctor.blockId);
  const places = optionsOf(view, BOOK_VIEW.place.blockId);
  if (!hasClinic(memo) || doctors.length === 0 || places.length === 0) return null;
  const [patient, doctor, place] = [BOOK_VIEW.patient, BOOK_VIEW.doctor, BOOK_VIEW.place].map(({ blockId, actionId }) =>
    chosen(valueAt(view, blockId, actionId)),
  );
  const day = valueAt(view, `${BOOK_VIEW.day.blockPrefix}${memo.dayGeneration}`, BOOK_VIEW.day.actionId);
  const time = valueAt(view, `${BOOK_VIEW.time.blockPrefix}${memo.timeGeneration}`, BOOK_VIEW.time.actionId);
  const found = patient && patient.value !== SEARCH_FAILED ? patient : null;
  return {
    memo,
    doctors,
    places,
    patient: found,
    visitReason: written(valueAt(view, BOOK_VIEW.reason.blockId, BOOK_VIEW.reason.actionId)?.value),
    wish: {
      doctorId: doctor ? readDoctorValue(doctor.value).id : null,
      patientId: found?.value ?? null,
      day: day?.selected_date ?? null,
      place: place?.value ?? ANY_ROOM,
      startsAt: time?.selected_option?.value ?? (hasTimeField(view) ? null : (memo.wish?.startsAt ?? null)),
    },
  };
}

/** True when the entry that stands for a search without an answer was chosen. */
export function searchFailed(view: SentView): boolean {
  const { blockId, actionId } = BOOK_VIEW.patient;
  return valueAt(view, blockId, actionId)?.selected_option?.value === SEARCH_FAILED;
}

/** True when the view has a field for the time. */
export function hasTimeField(view: SentView): boolean {
  return blocksOf(view).some(({ block_id: id }) => typeof id === 'string' && id.startsWith(BOOK_VIEW.time.blockPrefix));
}

/** The visit reason that a view without fields shows. */
export function readKeptReason(view: SentView): string | null {
  const block = blocksOf(view).find(({ block_id: id }) => id === KEPT_REASON_BLOCK_ID);
  const text = (block?.text as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' ? written(unescapeSlack(text)) : null;
}

function hasClinic(memo: BookMemo | null): memo is BookMemo & { clinic: BookClinic } {
  return memo !== null && memo.clinic !== null;
}

function valueAt({ state }: SentView, blockId: string, actionId: string): SentValue | null {
  return state?.values?.[blockId]?.[actionId] ?? null;
}

function chosen(value: SentValue | null): Choice | null {
  const option = value?.selected_option;
  if (!option?.value) return null;
  return choice(unescapeSlack(option.text?.text ?? '') || 'Chosen', option.value);
}

function written(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : trimmed.slice(0, VISIT_REASON_MAX);
}

/** The view carries its own lists, so they need not be asked for again with every choice. */
function optionsOf(view: SentView, blockId: string): Choice[] {
  const block = blocksOf(view).find(({ block_id: id }) => id === blockId);
  const options = (block?.element as { options?: unknown } | undefined)?.options;
  if (!Array.isArray(options)) return [];
  return (options as NonNullable<SentValue['selected_option']>[]).flatMap(
    (option) => chosen({ selected_option: option }) ?? [],
  );
}

function blocksOf({ blocks }: SentView): Record<string, unknown>[] {
  const isBlock = (block: unknown): block is Record<string, unknown> => typeof block === 'object' && block !== null;
  return Array.isArray(blocks) ? blocks.filter(isBlock) : [];
}
