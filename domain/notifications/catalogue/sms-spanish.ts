import type { RejectCategory } from '../../session/types.js';
import type { PatientKind } from '../types.js';
import type { Facts } from './facts.js';
import { spanishMove } from './sms-spanish-moves.js';

const PROMPT = 'Responda 1 para confirmar, 2 si no puede venir, 3 para cambiar.';
const TIGHT_PROMPT = 'Responda 1 si viene, 2 si no puede, 3 para cambiar.';

/** Said once, in the first text to a number. */
export function stopSpanish(tight: boolean): string {
  return tight ? 'Responda STOP: baja.' : 'Responda STOP para darse de baja.';
}

/** Spanish texts to the patient; `tight` asks for the shortest words. */
export function smsSpanish(kind: PatientKind, facts: Facts, tight: boolean): string {
  const { clinic, when, doctor, otherTimes } = facts;
  const code = codeOf(facts);
  const others = otherTimes === null ? '' : ` Otras horas libres: ${otherTimes}.`;
  switch (kind) {
    case 'BOOKED':
      return `${clinic}: cita solicitada, aún sin confirmar: ${when}, ${doctor}.${tight ? '' : ' Le avisaremos.'}${code}`;
    case 'APPROVED':
      return asking(tight ? 'aprobada' : 'cita aprobada:', facts, tight);
    case 'REJECTED':
      return `${clinic}: lo sentimos, ${when} con ${doctor} no es posible. ${kindWords(facts.category)}${others}${code}`;
    case 'EXPIRED':
      return `${clinic}: lo sentimos, no pudimos responder a tiempo a su solicitud para ${when} con ${doctor}.${others} Llámenos para pedir otra cita.${code}`;
    case 'CANCELLED':
      return `${clinic}: cita cancelada: ${when}, ${doctor}.${calledOff(facts)} Llámenos para otra hora.${code}`;
    case 'CONFIRMED':
      return `${clinic}: gracias por confirmar. Le esperamos ${when}, ${doctor}.${code}`;
    case 'DECLINED':
      return `${clinic}: gracias por avisar que no puede venir ${when}. Le contactaremos para buscar otra hora.${code}`;
    case 'CHANGE_REQUESTED':
      return `${clinic}: le contactaremos para buscar otra hora. Mientras tanto conserva ${when}, ${doctor}.${code}`;
    case 'LATE_ANSWER':
      return lateAnswer(facts, tight);
    case 'NOT_UNDERSTOOD':
      return `${clinic}: gracias por su mensaje. Uno de nosotros lo leerá y le responderá. Si es urgente, llámenos.${code}`;
    case 'REMINDER':
      return asking(tight ? 'recuerde' : 'le recordamos su cita:', facts, tight);
    case 'SAME_DAY':
      return `${clinic}: le esperamos ${details(facts)}${codeAfter(facts)}`;
    case 'MOVED':
      if (facts.status !== 'APPROVED') return spanishMove(kind, facts, tight);
      return asking(tight ? 'ahora' : 'su cita es ahora', facts, tight);
    case 'REOPENED':
      if (facts.status !== 'APPROVED') return spanishMove(kind, facts, tight);
      return asking(tight ? 'reservada de nuevo:' : 'su cita vuelve a estar reservada:', facts, tight);
    case 'MOVE_PROPOSED':
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
      return spanishMove(kind, facts, tight);
    case 'STAFF_REPLY':
      return `${clinic}: ${facts.words}`;
  }
}

function lateAnswer(facts: Facts, tight: boolean): string {
  const { clinic, when, doctor } = facts;
  const code = codeOf(facts);
  switch (facts.status) {
    case 'APPROVED':
      return asking(tight ? 'ahora' : 'su cita es ahora', facts, tight);
    case 'PENDING':
      return `${clinic}: su solicitud para ${when} con ${doctor} aún no está confirmada. Le avisaremos.${code}`;
    case 'COMPLETED':
    case 'NO_SHOW':
      return `${clinic}: su respuesta llegó después de la cita de ${when}. Llámenos si necesita otra hora.${code}`;
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case null:
      return `${clinic}: su respuesta llegó tarde, ${when} con ${doctor} ya no está reservada. Llámenos, por favor.${code}`;
  }
}

function asking(lead: string, facts: Facts, tight: boolean): string {
  return `${facts.clinic}: ${lead} ${details(facts)} ${tight ? TIGHT_PROMPT : PROMPT} ${facts.code ?? ''}`.trim();
}

/** A link stands alone, so that no point becomes part of it. */
function details({ when, doctor, place, link, previous }: Facts): string {
  const was = previous === null ? '' : ` (antes ${previous})`;
  if (link !== null) return `${when}, ${doctor}${was}. Enlace: ${link}`;
  return place === null ? `${when}, ${doctor}${was}.` : `${when}, ${doctor}, ${place}${was}.`;
}

function calledOff({ cancelledBy }: Facts): string {
  switch (cancelledBy) {
    case 'PATIENT':
      return ' Usted la canceló.';
    case 'CLINIC':
      return ' La clínica la canceló.';
    case null:
      return '';
  }
}

/** What a refusal means for the patient, and what to do next. */
function kindWords(category: RejectCategory | null): string {
  switch (category) {
    case 'TIME_UNAVAILABLE':
      return 'Esa hora ya no está disponible. Llámenos para elegir otra.';
    case 'NEEDS_OTHER_SPECIALTY':
      return 'Un colega puede ayudarle mejor. Llámenos y le diremos quién.';
    case 'NEEDS_PHONE_CALL':
      return 'Antes nos gustaría hablar con usted. Llámenos, por favor.';
    case 'DUPLICATE':
      return 'Ya tiene otra cita con nosotros y sigue en pie. Llámenos si necesita las dos.';
    case 'OTHER':
    case null:
      return 'Llámenos y encontraremos una solución.';
  }
}

const codeOf = ({ code }: Facts): string => (code === null ? '' : ` Código ${code}.`);
const codeAfter = (facts: Facts): string => (facts.link === null ? codeOf(facts) : ` ${facts.code ?? ''}`.trimEnd());
