import type { EmailWordsContext } from './email-words.js';
import type { MoveKind } from './sms-english-moves.js';

/** What a Spanish email says about another time, or that the old one stays. */
export function spanishMoveParagraphs(kind: MoveKind, context: EmailWordsContext): string[] {
  const { status, awaiting, proposed, hasNewTime } = context;
  const isApproved = status === 'APPROVED';
  switch (kind) {
    case 'MOVE_PROPOSED':
      return [
        `Nos gustaría proponerle otra hora. Mientras no responda, ${isApproved ? 'le guardamos la que tiene reservada ahora' : 'su solicitud sigue como está'}.`,
        'Para responder, conteste a nuestro SMS: 1 para aceptar la hora propuesta, 2 para no cambiar, 3 si necesita otra. O llámenos e indique el código.',
      ];
    case 'MOVED':
      if (!isApproved) return ['Su solicitud ha cambiado. Aún no está confirmada: le escribiremos.'];
      return [
        hasNewTime ? 'Su cita tiene otra hora.' : 'Ha cambiado algo en su cita.',
        'La entrada de calendario adjunta sustituye a la que tiene. Díganos, por favor, si puede venir: responda a nuestro SMS o llámenos.',
      ];
    case 'MOVE_REJECTED':
      return [
        awaiting === 'PATIENT'
          ? 'Gracias por su respuesta.'
          : `Lo sentimos: ${proposed ?? 'la hora que pidió'} no es posible.`,
        stays(isApproved),
      ];
    case 'MOVE_EXPIRED':
      return [
        awaiting === 'PATIENT'
          ? `No hemos recibido su respuesta y ya no le guardamos ${proposed ?? 'la hora propuesta'}.`
          : `Lo sentimos: no pudimos responder a tiempo sobre el cambio a ${proposed ?? 'otra hora'}.`,
        stays(isApproved),
      ];
    case 'MOVE_WITHDRAWN':
      return [`El cambio a ${proposed ?? 'otra hora'} queda anulado.`, stays(isApproved)];
    case 'REOPENED':
      if (!isApproved) return ['Su solicitud vuelve a estar abierta. Aún no está confirmada: le escribiremos.'];
      return [
        'Su cita vuelve a estar reservada. La encontrará en la entrada de calendario adjunta.',
        'Díganos, por favor, si puede venir: responda a nuestro SMS o llámenos.',
      ];
  }
}

function stays(isApproved: boolean): string {
  return isApproved
    ? 'Su cita sigue como estaba. Si no le viene bien, llámenos.'
    : 'Su solicitud sigue como estaba. Aún no está confirmada: le escribiremos.';
}
