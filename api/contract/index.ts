import { getMe, login, logout, me, mintChatToken, refresh } from './auth.js';
import { receiveSms, receiveSmsStatus } from './chat.js';
import {
  approveSession,
  cancelSession,
  confirmSession,
  declineSession,
  getDecision,
  rejectSession,
} from './decisions.js';
import { getDoctor, listDoctors } from './doctors.js';
import { getHealth, getJwks, getMetrics, getOpenApi, getReadiness } from './ops.js';
import { createPatient, getPatient, listPatients, updatePatient } from './patients.js';
import { getPolicy } from './policy.js';
import { createRoom, listRooms, updateRoom } from './rooms.js';
import { bookSession, getSession, getSessionHistory, listSessionMessages, listSessions } from './sessions.js';
import { explainSlot, listSlots } from './slots.js';

/** Every operation of the API by its id. */
export const operations = {
  login,
  refresh,
  logout,
  me,
  mintChatToken,
  getMe,
  listPatients,
  createPatient,
  getPatient,
  updatePatient,
  listDoctors,
  getDoctor,
  listRooms,
  createRoom,
  updateRoom,
  listSlots,
  explainSlot,
  bookSession,
  listSessions,
  getSession,
  getSessionHistory,
  listSessionMessages,
  approveSession,
  rejectSession,
  cancelSession,
  confirmSession,
  declineSession,
  getDecision,
  receiveSms,
  receiveSmsStatus,
  getPolicy,
  getJwks,
  getHealth,
  getReadiness,
  getMetrics,
  getOpenApi,
} as const;
