/** Words about receiving texts at all. `provider`: Twilio answers and enforces it by itself; `own`: it is ours. */
export interface Subscription {
  kind: 'OPT_OUT' | 'OPT_IN' | 'HELP';
  keyword: 'provider' | 'own';
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const PROVIDER: Record<Subscription['kind'], ReadonlySet<string>> = {
  OPT_OUT: words('stop stopall unsubscribe cancel end quit revoke optout'),
  OPT_IN: words('start unstop'),
  HELP: words('help info'),
};
const OWN: Record<Subscription['kind'], ReadonlySet<string>> = {
  OPT_OUT: words('parar alto baja detener basta remove stopp sotp stpo unsubscribed unsuscribe unsubcribe desuscribir'),
  OPT_IN: words('alta subscribe resubscribe optin suscribir suscribirme'),
  HELP: words('ayuda'),
};

/** Opt-out words that keep their meaning beside a courtesy or an option; CANCEL, END and QUIT do not. */
const STRONG = words(
  'stop stopall unsubscribe optout parar alto baja stopp sotp stpo unsuscribe unsubcribe desuscribir',
);
const COURTESY = words(
  'please pls plz thanks thank you now it this immediately already all por favor porfavor gracias ya 1 2 3',
);

const OPT_OUT_PHRASES =
  `stop texting|stop messaging|stop sending|stop contacting|stop these|stop this spam|stop the texts|
  stop the messages|stop bothering|stop spamming|stop writing|quit texting|quit messaging|dont text me|do not text me|dont message me|do not message me|
  dont contact me|do not contact me|dont send me|do not send me|dont write to me|never text me|no more texts|no more messages|no more sms|
  remove me|remove my number|take me off|unsubscribe me|opt me out|opt out|i want to opt out|leave me alone|
  lose my number|delete my number|no me escriban|no me escriba|no me escribas|no me manden|no me mande|no me mandes|
  no me envien|no me envie|no me envies|no me contacten|no me molesten|no me molesten mas|dejen de escribir|dejen de escribirme|
  deje de escribir|deje de escribirme|dejen de mandar|dejen de mandarme|deje de mandarme|dejen de enviar|dejen de enviarme|
  deje de enviarme|dejen de molestar|no mas mensajes|no mas sms|basta de mensajes|no quiero mensajes|no quiero mas mensajes|
  no quiero recibir mensajes|no quiero recibir mas mensajes|no deseo recibir mensajes|no deseo recibir mas mensajes|
  darme de baja|denme de baja|deme de baja|dar de baja|dame de baja|borren mi numero|eliminen mi numero|quitenme de la lista|
  saquenme de la lista|paren de escribir|paren de mandar|paren de enviar`
    .split('|')
    .map((phrase) => phrase.trim().split(/\s+/));

/** Before an opt-out phrase these turn it round: "don't stop texting me", "why did you stop sending …". */
const NEGATING = words('dont not never');
const QUESTIONING = words('if unless why did didnt');
const QUESTION_REACH = 3;

/** What a text says about receiving texts; null when it says nothing of it. */
export function readSubscription(text: string, tokens: readonly string[]): Subscription | null {
  const spoken = tokens.filter((token) => token !== ',');
  return keywordAlone(text, spoken) ?? strongWord(spoken) ?? phraseInside(spoken);
}

function keywordAlone(text: string, spoken: readonly string[]): Subscription | null {
  const [word] = spoken;
  if (word === undefined || spoken.some((other) => other !== word)) return null;
  for (const kind of ['OPT_OUT', 'OPT_IN', 'HELP'] as const) {
    // The provider knows the bare word only; with a point or twice, it reaches us as any other text.
    if (PROVIDER[kind].has(word)) return { kind, keyword: text.trim().toLowerCase() === word ? 'provider' : 'own' };
    if (OWN[kind].has(word)) return { kind, keyword: 'own' };
  }
  return null;
}

function strongWord(spoken: readonly string[]): Subscription | null {
  const said = spoken.filter((token) => !COURTESY.has(token));
  return said.length > 0 && said.every((token) => STRONG.has(token)) ? { kind: 'OPT_OUT', keyword: 'own' } : null;
}

function phraseInside(spoken: readonly string[]): Subscription | null {
  const found = spoken.some(
    (_, at) =>
      OPT_OUT_PHRASES.some((phrase) => phrase.every((word, offset) => spoken[at + offset] === word)) &&
      !isTurned(spoken.slice(0, at)),
  );
  return found ? { kind: 'OPT_OUT', keyword: 'own' } : null;
}

function isTurned(before: readonly string[]): boolean {
  return NEGATING.has(before.at(-1) ?? '') || before.slice(-QUESTION_REACH).some((word) => QUESTIONING.has(word));
}
