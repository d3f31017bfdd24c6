/** What the words of an answer can mean. NEUTRAL words add nothing; ASK words are a question that only a change may be. */
export type Meaning = 'CONFIRM' | 'DECLINE' | 'CHANGE' | 'NEGATOR' | 'NEUTRAL' | 'ASK';

/** Phrases by meaning, as `plainText` leaves them: lower case, no accents, no apostrophes. `|` parts them. */
const ENGLISH: Record<Meaning, string> = {
  CONFIRM: `1|one|c|y|yes|yess|ys|yep|yup|yeah|yea|yeh|yah|ok|okay|okey|sure|of course|absolutely|definitely|certainly|confirm|
    confirmed|confirming|confirmation|i confirm|accept|accepted|agreed|correct|right|coming|i am coming|im coming|i will come|
    ill come|i will be there|ill be there|will be there|be there|i can come|i can make it|i can be there|i can attend|
    i will attend|ill attend|attending|see you|see you then|see you there|see ya|looking forward|sounds good|
    that works|works for me|that is fine|thats fine|fine|comfirm|confrim|confrm|confim|cofirm|conferm|confirn|conirm|confirmd|
    comfirmed|confrimed`,
  DECLINE: `2|two|x|n|nope|nah|decline|declined|cancel|cancel it|cancelled|canceled|cancle|cansel|cancell|cancelling|
    canceling|cant come|cannot come|can not come|cant make it|cannot make it|can not make it|cant make|cant attend|
    cannot attend|can not attend|cant be there|cannot be there|can not be there|cant go|cannot go|can not go|wont come|
    will not come|wont be there|will not be there|wont make it|will not make it|wont be coming|will not be coming|wont attend|
    will not attend|not coming|not attending|not going|not able to come|not able to make it|not able to attend|unable to come|
    unable to make it|unable to attend|unable to be there|wont be able to come|wont be able to make it|
    wont be able to attend|will not be able to come|will not be able to make it|will not be able to attend|cant do it`,
  CHANGE: `3|three|r|change|change it|changing|change time|change date|change day|change the time|change the date|change the day|
    reschedule|rescheduled|rescheduling|reschedual|reshedule|rescedule|reschdule|reschedul|rebook|postpone|move it|move my|
    move the|another time|another day|another date|other time|other day|different time|different day|different date|
    new time|new date|new day|chnage|cahnge|chang|chage`,
  NEGATOR: 'no|cant|cannot|can not|wont|unable',
  NEUTRAL: `i|im|i am|id|ill|it|its|this|that|the|a|an|my|our|we|for|to|want|want to|wanna|need|need to|have to|must|like|would like|
    appointment|appt|apt|appointmnt|session|visit|booking|please|pls|plz|thanks|thank|thank you|many thanks|thx|ty|cheers|hi|
    hello|hey|dear|dr|doctor|doc|sir|madam|good morning|good afternoon|good evening|good day|great|perfect|nice|excellent|
    option|number|nr|num|reply|answer|press|choose|i choose|pick|choice|my answer is|the answer is|sorry|im sorry|so sorry|very`,
  ASK: 'can i|can we|could i|could we|may i|might i|is it possible to|possible to|can you|could you|would it be possible to',
};

const SPANISH: Record<Meaning, string> = {
  CONFIRM: `uno|si|sip|sii|claro|claro que si|vale|dale|confirmo|confirmar|confirmado|confirmada|confirma|confirmamos|la confirmo|
    lo confirmo|de acuerdo|por supuesto|correcto|conforme|acepto|asistire|si asistire|ire|si ire|voy|si voy|alli estare|
    ahi estare|aqui estare|estare alli|estare ahi|alla estare|ahi voy|nos vemos|ahi nos vemos|alli nos vemos|puedo ir|
    si vengo|vengo|vendre|si vendre|cuente conmigo|cuenten conmigo|esta bien|de una|confimo|comfirmo|cofirmo|confrmo|confirno`,
  DECLINE: `dos|no puedo ir|no puedo asistir|no puedo venir|no puedo acudir|no podre ir|no podre asistir|no podre venir|
    no podre acudir|no podre|no podremos ir|no ire|no voy|no voy a ir|no voy a poder|no voy a poder ir|no voy a poder asistir|
    no asistire|no vendre|no acudire|no me es posible|no me es posible ir|imposible|cancelar|cancelo|cancelen|cancela|cancele|
    cancelarla|cancelada|canselar|anular|anulo|anularla|anulen|rechazo|no voy a asistir`,
  CHANGE: `tres|cambiar|cambiarla|cambio|cambie|cambien|cambiar la hora|cambiar de hora|cambiar el dia|cambiar de dia|
    cambiar la fecha|cambio de hora|cambio de dia|cambio de fecha|reprogramar|reprogramarla|reagendar|reagendarla|aplazar|
    aplazarla|posponer|posponerla|moverla|otra hora|otro dia|otra fecha|otro horario|otro momento|cambair|canbiar|cambiarr|
    reprogamar|reajendar`,
  NEGATOR: 'no|no puedo|tampoco',
  NEUTRAL: `yo|la|el|lo|mi|una|un|cita|sesion|hora|a|para|quiero|quisiera|necesito|deseo|tengo que|debo|me gustaria|por favor|porfavor|
    porfa|porfis|gracias|muchas gracias|mil gracias|hola|buenos dias|buen dia|buenas|buenas tardes|buenas noches|doctor|
    doctora|dra|perfecto|excelente|genial|opcion|numero|respuesta|respondo|mi respuesta es|elijo|lo siento|disculpe|perdon|saludos`,
  ASK: 'puedo|podria|podemos|podriamos|se puede|se podria|es posible|seria posible|pueden|podrian',
};

/** Words of seven letters and more are understood with one slip; the shorter ones have their slips listed. */
const FORGIVING_LENGTH = 7;

export interface Vocabulary {
  meaningOf(phrase: string): Meaning | null;
  longestPhrase: number;
}

/** The words of all languages together: nobody tells us in which they answer. */
export function createVocabulary(): Vocabulary {
  const meanings = new Map<string, Meaning>();
  for (const language of [ENGLISH, SPANISH]) {
    for (const [meaning, phrases] of Object.entries(language) as [Meaning, string][]) {
      for (const phrase of phrases.split('|')) meanings.set(phrase.trim(), meaning);
    }
  }
  const answers = [...meanings].filter(
    ([phrase, meaning]) => isAnswer(meaning) && !phrase.includes(' ') && phrase.length >= FORGIVING_LENGTH,
  );
  return {
    longestPhrase: Math.max(...[...meanings.keys()].map((phrase) => phrase.split(' ').length)),
    meaningOf(phrase) {
      const known = meanings.get(phrase);
      if (known !== undefined || phrase.includes(' ') || phrase.length < FORGIVING_LENGTH - 1) return known ?? null;
      const near = new Set(answers.filter(([word]) => differsByOneSlip(word, phrase)).map(([, meaning]) => meaning));
      return near.size === 1 ? ([...near][0] ?? null) : null;
    },
  };
}

const isAnswer = (meaning: Meaning): boolean => meaning === 'CONFIRM' || meaning === 'DECLINE' || meaning === 'CHANGE';

/** One letter missing, added, other, or two neighbours swapped; never the first letter, which may be a negation. */
function differsByOneSlip(word: string, typed: string): boolean {
  if (word[0] !== typed[0] || Math.abs(word.length - typed.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === typed[start]) start += 1;
  const rest = (text: string, skipped: number): string => text.slice(start + skipped);
  if (word.length > typed.length) return rest(word, 1) === rest(typed, 0);
  if (word.length < typed.length) return rest(word, 0) === rest(typed, 1);
  const swapped =
    word[start] === typed[start + 1] && word[start + 1] === typed[start] && rest(word, 2) === rest(typed, 2);
  return swapped || rest(word, 1) === rest(typed, 1);
}
