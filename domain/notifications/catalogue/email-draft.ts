/** A message before it becomes text and HTML; every part is plain text. */
export interface EmailDraft {
  subject: string;
  greeting: string;
  paragraphs: string[];
  /** Label and value: what people look for. */
  details: [label: string, value: string][];
  /** Offered below their label, one a line. */
  list: { label: string; items: string[] } | null;
  /** The one thing to do, as a web link under its words; null where there is nothing to do. */
  action?: { label: string; url: string } | null;
  /** What is said below the action. */
  afterwords?: string[];
  closing: string[];
}

/** The draft as plain text. */
export function draftAsText(draft: EmailDraft): string {
  const blocks = [
    draft.greeting,
    ...draft.paragraphs,
    draft.details.map(([label, value]) => `${label}: ${value}`).join('\n'),
    draft.list === null ? '' : [draft.list.label, ...draft.list.items.map((item) => `- ${item}`)].join('\n'),
    draft.action ? `${draft.action.label}:\n${draft.action.url}` : '',
    ...(draft.afterwords ?? []),
    draft.closing.join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** The draft as simple HTML without outside references. */
export function draftAsHtml(draft: EmailDraft, language: string): string {
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const rows = draft.details.map(
    ([label, value]) => `<tr><th align="left">${escapeHtml(label)}</th><td>${linkedOrEscaped(value)}</td></tr>`,
  );
  const items = draft.list?.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('') ?? '';
  const body = [
    paragraph(draft.greeting),
    ...draft.paragraphs.map(paragraph),
    rows.length === 0 ? '' : `<table cellpadding="4">${rows.join('')}</table>`,
    draft.list === null ? '' : `${paragraph(draft.list.label)}<ul>${items}</ul>`,
    draft.action ? `<p>${button(draft.action)}</p>` : '',
    // Codes are longer than a phone's line.
    ...(draft.afterwords ?? []).map((text) => `<p style="overflow-wrap:anywhere">${escapeHtml(text)}</p>`),
    `<p>${draft.closing.map(escapeHtml).join('<br>')}</p>`,
  ];
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(draft.subject)}</title></head>`,
    `<body style="font-family:sans-serif">${body.filter((part) => part !== '').join('\n')}</body></html>`,
    '',
  ].join('\n');
}

const BUTTON_STYLE =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none';

/** A link that looks like a button, without a picture, and is still a link where styles are dropped. */
function button({ label, url }: { label: string; url: string }): string {
  return `<a href="${escapeHtml(url)}" style="${BUTTON_STYLE}">${escapeHtml(label)}</a>`;
}

/** Text made safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function linkedOrEscaped(value: string): string {
  if (!/^https?:\/\/\S+$/.test(value)) return escapeHtml(value);
  return `<a href="${escapeHtml(value)}">${escapeHtml(value)}</a>`;
}
