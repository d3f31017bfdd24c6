import type { RejectCategory } from '../../session/types.js';
import { spanishMoveParagraphs } from './email-spanish-moves.js';
import type { EmailWords, EmailWordsContext } from './email-words.js';

export const emailSpanish: EmailWords = {
  greeting: (name) => (name === null ? 'Buenos días:' : `Hola, ${name}:`),
  labels: {
    doctor: 'Con',
    when: 'Cuándo',
    newTime: 'Nueva hora',
    oldTime: 'Hora anterior',
    presentTime: 'Reservada ahora',
    requestedTime: 'Usted pidió',
    proposedTime: 'Propuesta',
    answerBy: 'Responda antes de',
    where: 'Dónde',
    link: 'Enlace',
    code: 'Código',
  },
  thatDay: 'Sus citas de ese día:',
  otherTimes: 'En este momento están libres estas otras horas:',
  closing: 'Si tiene alguna pregunta, llámenos e indique el código.',
  subject,
  paragraphs,
};

function subject({ kind, when, status, several, proposed, hasNewTime }: EmailWordsContext): string {
  switch (kind) {
    case 'BOOKED':
      return `Cita solicitada, aún sin confirmar: ${when}`;
    case 'APPROVED':
      return `Cita aprobada: ${when}`;
    case 'REJECTED':
      return `Sobre su solicitud para ${when}`;
    case 'EXPIRED':
      return `No pudimos responder a tiempo: ${when}`;
    case 'CANCELLED':
      return `Cita cancelada: ${when}`;
    case 'CONFIRMED':
      return `Gracias por confirmar: ${when}`;
    case 'DECLINED':
      return `No puede venir: ${when}`;
    case 'CHANGE_REQUESTED':
      return `Prefiere otra hora: ${when}`;
    case 'LATE_ANSWER':
      return `Sobre su cita: ${when}`;
    case 'NOT_UNDERSTOOD':
      return 'Hemos recibido su mensaje';
    case 'MOVE_PROPOSED':
      return `¿Puede venir a otra hora? ${proposed ?? when}`;
    case 'MOVED':
      if (status !== 'APPROVED') return `Su solicitud ha cambiado: ${when}`;
      return hasNewTime ? `Nueva hora: ${when}` : `Un cambio en su cita: ${when}`;
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
      return status === 'APPROVED' ? `Su cita sigue igual: ${when}` : `Su solicitud sigue igual: ${when}`;
    case 'REOPENED':
      return status === 'APPROVED'
        ? `Cita reservada de nuevo: ${when}`
        : `Solicitud abierta, aún sin confirmar: ${when}`;
    case 'REMINDER':
      return several ? `Recordatorio de sus citas: ${when}` : `Recordatorio: ${when}`;
    case 'SAME_DAY':
      return `Le esperamos: ${when}`;
    case 'STAFF_REPLY':
      return 'Un mensaje para usted';
  }
}

function paragraphs(context: EmailWordsContext): string[] {
  const { kind, doctor, status, category, cancelledBy } = context;
  switch (kind) {
    case 'BOOKED':
      return ['Hemos recibido su solicitud. Aún no está confirmada: le escribiremos en cuanto responda su médico.'];
    case 'APPROVED':
      return ['Su cita está aprobada. La encontrará en la entrada de calendario adjunta.'];
    case 'REJECTED':
      return [`Lo sentimos: la hora que pidió con ${doctor} no es posible.`, kindWords(category)];
    case 'EXPIRED':
      return [
        'Lo sentimos: no pudimos responder a tiempo a su solicitud, y ya no le guardamos esa hora.',
        'Llámenos, por favor, para pedir otra cita.',
      ];
    case 'CANCELLED':
      return [`Su cita está cancelada. ${calledOff(cancelledBy)}`.trim(), 'Llámenos si necesita otra hora.'];
    case 'CONFIRMED':
      return ['Gracias por confirmar. Le esperamos.'];
    case 'DECLINED':
      return ['Gracias por avisar que no puede venir. Le contactaremos para buscar otra hora.'];
    case 'CHANGE_REQUESTED':
      return ['Le contactaremos para buscar otra hora. Mientras tanto conserva la siguiente.'];
    case 'LATE_ANSWER':
      return [lateAnswer(status)];
    case 'NOT_UNDERSTOOD':
      return ['Gracias por su mensaje. Uno de nosotros lo leerá y le responderá. Si es urgente, llámenos.'];
    case 'REMINDER':
      return [
        context.several ? 'Le esperamos ese día.' : 'Le esperamos.',
        'Llámenos, por favor, indique el código y díganos si puede venir.',
      ];
    case 'SAME_DAY':
      return ['Gracias por confirmar. Le esperamos.'];
    case 'STAFF_REPLY':
      return [context.words];
    case 'MOVE_PROPOSED':
    case 'MOVED':
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
    case 'REOPENED':
      return spanishMoveParagraphs(kind, context);
  }
}

function lateAnswer(status: EmailWordsContext['status']): string {
  switch (status) {
    case 'APPROVED':
      return 'Su respuesta era sobre una hora anterior. Su cita es ahora la siguiente.';
    case 'PENDING':
      return 'Su solicitud aún no está confirmada. Le escribiremos en cuanto responda su médico.';
    case 'COMPLETED':
    case 'NO_SHOW':
      return 'Su respuesta llegó después de la cita. Llámenos si necesita otra hora.';
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case null:
      return 'Su respuesta llegó tarde: la cita ya no está reservada. Llámenos, por favor.';
  }
}

function calledOff(by: 'PATIENT' | 'CLINIC' | null): string {
  switch (by) {
    case 'PATIENT':
      return 'Usted la canceló.';
    case 'CLINIC':
      return 'La clínica la canceló.';
    case null:
      return '';
  }
}

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
