import type { Words } from './english.js';
import { spanishAccount } from './spanish-account.js';
import { spanishNav } from './spanish-nav.js';
import { spanishProblems } from './spanish-problems.js';

export const spanish: Words = {
  appName: 'Citas de la clínica',
  shell: {
    skip: 'Ir al contenido',
    toOtherLanguage: 'English',
    useDark: 'Usar el tema oscuro',
    useLight: 'Usar el tema claro',
    home: 'Inicio',
    account: 'Cuenta',
    signIn: 'Iniciar sesión',
    signOut: 'Cerrar sesión',
    offline: 'No tiene conexión. Lo que ve puede ser antiguo y no se puede enviar nada.',
    loading: 'Cargando …',
    failedTitle: 'Esto no se ha podido mostrar',
    crashed: 'Algo ha fallado en esta página.',
    unreachable: 'El servidor de la clínica no responde. Compruebe su conexión e inténtelo de nuevo.',
    retry: 'Intentar de nuevo',
    reload: 'Volver a cargar la página',
    notFoundTitle: 'Aquí no hay nada',
    notFound: 'Puede que la dirección esté mal escrita o que la página se haya movido.',
    toStart: 'Ir al inicio',
  },
  home: {
    welcomeTitle: 'Sus citas en la clínica',
    welcome: 'Inicie sesión para ver su cuenta, o cree una como paciente.',
    hello: (name) => `Hola, ${name}`,
    whatNow: 'Lo que puede hacer ahora',
    goodToKnow: 'Conviene saber',
    seeAccount: 'Ver su cuenta',
    PATIENT: [
      'La clínica reserva sus citas: llame o escriba y le ofrecerá una hora. Las verá en «Citas».',
      'Le avisamos de cada cita por correo y, si quiere, por SMS. Responda a un SMS con 1 para confirmar, 2 si no puede venir o 3 para pedir otra hora.',
      'En la página de su cuenta puede mantener al día su nombre, teléfono e idioma, y elegir si recibe SMS.',
    ],
    SECRETARY: [
      'Reserve en Slack con /session book, vea el día con /session today y lo pendiente con /session pending.',
      'Los resultados y las tareas llegan al canal de Slack de la recepción.',
      'Vincule su cuenta de Slack en la página de su cuenta para que el bot le conozca.',
    ],
    DOCTOR: [
      'Las solicitudes le llegan en Slack como tarjetas: ahí puede aprobar, rechazar o proponer otra hora.',
      'La pestaña de inicio del bot en Slack muestra su día y lo que le espera; con /session off anota sus ausencias.',
      'Vincule su cuenta de Slack en la página de su cuenta para que el bot le conozca.',
    ],
    ADMIN: [
      'Cada cambio que haga aquí queda en la auditoría, con su nombre.',
      'En Slack puede hacer lo mismo que la recepción, una vez vinculada su cuenta de Slack en la página de su cuenta.',
    ],
  },
  fields: {
    email: 'Correo electrónico',
    password: 'Contraseña',
    newPassword: 'Contraseña nueva',
    current: 'Contraseña actual',
    fullName: 'Nombre completo',
    phone: 'Teléfono',
    phoneOptional: 'Teléfono (opcional)',
    timeZone: 'Zona horaria',
    language: 'Idioma de correos y SMS',
    token: 'Código del correo',
    passwordHint: 'Al menos 8 caracteres y difícil de adivinar: tres o cuatro palabras sin relación van bien.',
    phoneHint: 'Con el prefijo del país, como +34 600 000 123.',
    tokenHint: 'El código largo que está debajo del enlace en el correo.',
    show: 'Ver',
    hide: 'Ocultar',
    showPassword: 'Ver la contraseña',
    languages: { en: 'English', es: 'Español' },
  },
  faults: {
    required: 'Rellene este campo, por favor.',
    email: 'Escriba una dirección como nombre@example.com.',
    phone: 'Escriba el número con el prefijo del país, como +34 600 000 123.',
    tooShort: 'Use al menos 8 caracteres.',
    tooLong: 'Es demasiado largo.',
  },
  refused: {
    password: (message) =>
      message.includes('signed up with')
        ? 'La clínica ya tiene una ficha con esta dirección: escriba la contraseña con la que creó la cuenta.'
        : 'Esta contraseña es demasiado fácil de adivinar o es la actual. Use varias palabras sin relación.',
    current: () => 'Esta no es su contraseña actual.',
    email: () => 'Esta dirección no se acepta.',
    phone: (message) =>
      message.includes('no text messages')
        ? 'Este número ha pedido no recibir SMS. Envíenos START desde ese teléfono, o active los SMS en su cuenta, e inténtelo de nuevo.'
        : 'Este número no se acepta.',
    code: (message) =>
      message.includes('newest text')
        ? 'Este código no es el de nuestro último SMS; mírelo otra vez, por favor.'
        : 'Este código ya no vale: se ha usado, ha caducado o se ha escrito mal demasiadas veces. Pida otro, por favor.',
    fullName: () => 'Este nombre no se acepta.',
    timeZone: () => 'Esta zona horaria no se conoce.',
    token: () => 'Este enlace o código no vale, o ya no vale: sirve una vez y por poco tiempo.',
    other: () => 'Esto no se acepta.',
  },
  emailTaken: 'Ya hay una cuenta con esta dirección.',
  countdown: { wait: 'Inténtelo de nuevo en', over: 'Ya puede intentarlo de nuevo.' },
  problems: spanishProblems,
  nav: spanishNav,
  time: { yours: (when) => `${when} donde está usted` },
  ...spanishAccount,
};
