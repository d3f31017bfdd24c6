import type { StackCard } from './card.js';

/** The short table that a person sees: where to click, and how to sign in. */
export function printTable(card: StackCard, say: (line: string) => void): void {
  const rows: [string, string][] = [
    ...(card.web ? [['Web app', card.web] satisfies [string, string]] : []),
    ['API', `${card.api}/api/v1/openapi.json`],
    ['Slack (stand-in)', card.slack],
    ['Twilio (stand-in)', card.twilio],
    ['Mailbox', card.mail],
    ['Temporal', card.temporal.ui ?? card.temporal.address],
    ['Logs', card.logs],
  ];
  say('');
  if (card.simulator) say(`  Open this  →  ${card.simulator}\n`);
  for (const [name, value] of rows) say(`  ${name.padEnd(18)} ${value}`);
  say('\n  Sign in as');
  for (const { role, email, password } of card.signIns)
    say(`  ${role.toLowerCase().padEnd(18)} ${email.padEnd(34)} ${password}`);
}
