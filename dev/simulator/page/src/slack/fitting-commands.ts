import type { Setting } from '../../../contract.js';

/** The commands that what was typed may become, or already is. */
export function fittingCommands(commands: Setting['commands'], text: string): Setting['commands'] {
  const typed = text.trimStart();
  if (!typed.startsWith('/')) return [];
  const word = typed.split(/\s/, 1)[0] ?? '';
  const complete = typed.length > word.length;
  return commands.filter(({ command }) => (complete ? command === word : command.startsWith(word)));
}
