import type { englishNav } from './english-nav.js';

export const spanishNav: typeof englishNav = {
  label: 'Secciones',
  menu: 'Menú',
  close: 'Cerrar el menú',
  forbiddenTitle: 'Esta página no es para usted',
  forbidden: 'Su cuenta no puede verla. Si cree que debería, consulte a la administración de la clínica.',
  sessions: { name: 'Citas', lead: 'Encuentre una cita, vea qué ha pasado con ella y actúe.' },
  overview: { name: 'Resumen', lead: 'Cómo va la clínica: solicitudes, decisiones, ausencias y mensajes.' },
  allSessions: { name: 'Citas', lead: 'Todas las citas de todos los médicos: decidir, corregir, exportar.' },
  users: { name: 'Personas', lead: 'Cuentas: invitar al personal, cambiar roles, desactivar, desbloquear.' },
  rooms: { name: 'Salas', lead: 'Dónde tienen lugar las citas.' },
  policy: { name: 'Reglas', lead: 'Plazos, recordatorios, horas de silencio y límites de la clínica.' },
  audit: { name: 'Auditoría', lead: 'Quién hizo qué y cuándo, y la prueba de que nada se ha alterado.' },
  desk: { name: 'Calendario', lead: 'Día y semana de todos los médicos y salas; reservar y mover.' },
  tasks: { name: 'Tareas', lead: 'Llamadas por hacer y mensajes por responder.' },
  unreached: { name: 'Sin avisar', lead: 'Pacientes de mañana a quienes aún no se ha podido avisar.' },
  schedule: { name: 'Mi calendario', lead: 'Sus citas por día y por semana.' },
  pending: { name: 'Solicitudes', lead: 'Lo que espera su decisión.' },
  hours: { name: 'Mi horario', lead: 'Horas semanales, pausas y días libres.' },
  mySessions: { name: 'Mis citas', lead: 'Sus citas: confirmar, pedir otra hora, cancelar.' },
  request: { name: 'Pedir una cita', lead: 'Elija un médico y una hora libre.' },
};
