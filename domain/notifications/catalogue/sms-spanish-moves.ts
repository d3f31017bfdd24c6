import type { Facts } from './facts.js';
import type { MoveKind } from './sms-english-moves.js';

/** Spanish texts about another time; MOVED and REOPENED only where the request is not decided. */
export function spanishMove(kind: MoveKind, facts: Facts, tight: boolean): string {
  const { clinic, when, doctor, previous, proposed } = facts;
  const code = facts.code === null ? '' : ` Código ${facts.code}.`;
  switch (kind) {
    case 'MOVED': {
      const was = previous === null ? '' : ` (antes ${previous})`;
      return `${clinic}: su solicitud es ahora para ${when}, ${doctor}${was}. Aún sin confirmar${tight ? '' : ', le avisaremos'}.${code}`;
    }
    case 'REOPENED':
      return `${clinic}: su solicitud sigue abierta, aún sin confirmar: ${when}, ${doctor}.${tight ? '' : ' Le avisaremos.'}${code}`;
    case 'MOVE_PROPOSED':
      return proposal(facts, tight);
    case 'MOVE_REJECTED':
      if (facts.awaiting === 'PATIENT') return `${clinic}: gracias por su respuesta.${stays(facts)}${code}`;
      return `${clinic}: lo sentimos, ${proposed ?? 'la nueva hora'} no es posible.${stays(facts)}${code}`;
    case 'MOVE_EXPIRED':
      if (facts.awaiting === 'PATIENT')
        return `${clinic}: ya no le guardamos ${proposed ?? 'la nueva hora'}.${stays(facts)}${code}`;
      return `${clinic}: lo sentimos, no pudimos responder a tiempo sobre ${proposed ?? 'la nueva hora'}.${stays(facts)}${code}`;
    case 'MOVE_WITHDRAWN':
      return `${clinic}: el cambio a ${proposed ?? 'la nueva hora'} queda anulado.${stays(facts)}${code}`;
  }
}

function proposal({ clinic, doctor, when, proposed, withOther, code }: Facts, tight: boolean): string {
  const asks = tight || withOther;
  const lead = asks ? `¿puede venir ${proposed}` : `${doctor} propone ${proposed}`;
  const options = tight ? '1 acepto, 2 no cambiar, 3 otra.' : '1 para aceptar, 2 para no cambiar, 3 para otra hora.';
  return `${clinic}: ${lead} en vez de ${when}${asks ? '?' : '.'} Responda ${options} ${code ?? ''}`.trim();
}

/** What holds in any case. */
function stays({ when, doctor, status }: Facts): string {
  if (status === 'PENDING') return ` Su solicitud para ${when}, ${doctor} sigue en pie, aún sin confirmar.`;
  return ` Su cita sigue siendo ${when}, ${doctor}.`;
}
