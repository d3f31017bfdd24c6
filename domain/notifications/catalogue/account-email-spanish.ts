import type { AccountMailKind, AccountTokenPurpose } from '../../accounts/mails.js';
import type { Role } from '../../actor.js';
import type { AccountWords, AccountWordsContext } from './account-email-words.js';

export const accountSpanish: AccountWords = {
  greeting: (name) => (name === null ? 'Buenos días:' : `Hola, ${name}:`),
  subject,
  paragraphs,
  action,
  duration,
  validity: (life, until) => `El enlace sirve una sola vez, durante ${life}: hasta el ${until}.`,
  byHand: (page, code) => `Si el enlace no se abre, vaya a ${page} e introduzca este código: ${code}`,
  notAsked,
};

function subject(kind: AccountMailKind): string {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return 'Confirme su correo electrónico, por favor';
    case 'RESET_PASSWORD':
      return 'Elija una contraseña nueva';
    case 'INVITATION':
      return 'Su cuenta está lista, elija una contraseña';
    case 'PASSWORD_CHANGED':
      return 'Su contraseña ha cambiado';
  }
}

function paragraphs(kind: AccountMailKind, { clinic, role, at }: AccountWordsContext): string[] {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return [
        `Gracias por registrarse en ${clinic}.`,
        'Confirme, por favor, que este correo electrónico es suyo, para que podamos escribirle sobre sus citas.',
      ];
    case 'RESET_PASSWORD':
      return [`Alguien, esperamos que usted, ha pedido una contraseña nueva para su cuenta en ${clinic}.`];
    case 'INVITATION':
      return [
        `${clinic} le ha creado una cuenta${as(role)}.`,
        'Elija, por favor, una contraseña; después entrará con ella y con este correo electrónico.',
      ];
    case 'PASSWORD_CHANGED':
      return [
        `La contraseña de su cuenta en ${clinic} se cambió el ${at}.`,
        'Si fue usted, no tiene que hacer nada. Es posible que deba volver a entrar en sus otros dispositivos y, si usa Slack con nosotros, volver a vincularlo.',
        'Si no fue usted, pida enseguida una contraseña nueva en la página de entrada y llámenos.',
      ];
  }
}

function action(kind: AccountTokenPurpose): string {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return 'Confirmar mi correo electrónico';
    case 'RESET_PASSWORD':
      return 'Elegir una contraseña nueva';
    case 'INVITATION':
      return 'Elegir mi contraseña';
  }
}

function notAsked(kind: AccountTokenPurpose): string {
  switch (kind) {
    case 'VERIFY_EMAIL':
      return 'Si no se ha registrado, no abra el enlace; no tiene que hacer nada más.';
    case 'RESET_PASSWORD':
      return 'Si no la ha pedido, no tiene que hacer nada: su contraseña sigue siendo la misma. No dé el enlace ni el código a nadie, tampoco a nosotros.';
    case 'INVITATION':
      return 'Si no esperaba este mensaje, no abra el enlace y avísenos.';
  }
}

function as(role: Role): string {
  switch (role) {
    case 'SECRETARY':
      return ' de secretaría';
    case 'DOCTOR':
      return ' de médico';
    case 'ADMIN':
      return ' de administración';
    case 'PATIENT':
      return '';
  }
}

function duration(minutes: number): string {
  const hours = Math.round(minutes / 60);
  if (minutes >= 120) return `${hours} horas`;
  return minutes === 1 ? '1 minuto' : `${minutes} minutos`;
}
