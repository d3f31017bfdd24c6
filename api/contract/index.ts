import {
  changePassword,
  forgotPassword,
  register,
  resendVerification,
  resetPassword,
  verifyEmail,
} from './accounts.js';
import { getMe, login, logout, me, mintChatToken, refresh } from './auth.js';
import {
  addAvailabilityException,
  getAvailability,
  getLeave,
  removeAvailabilityException,
  setWeeklyAvailability,
} from './availability.js';
import { createLinkCode, linkChat, listChatLinks, removeChatLink } from './chat-links.js';
import { receiveSms, receiveSmsStatus } from './chat.js';
import {
  approveSession,
  cancelSession,
  confirmSession,
  declineSession,
  getDecision,
  rejectSession,
} from './decisions.js';
import { getDoctor, getDoctorCover, listDoctors, setDoctorCover } from './doctors.js';
import { updateMe } from './me.js';
import { getHealth, getJwks, getMetrics, getOpenApi, getReadiness } from './ops.js';
import { createPatient, getPatient, listPatientConsents, listPatients, updatePatient } from './patients.js';
import { getPolicy, updatePolicy } from './policy.js';
import { createRoom, listRooms, updateRoom } from './rooms.js';
import { bookSession, getSession, getSessionHistory, listSessionMessages, listSessions } from './sessions.js';
import { explainSlot, listSlots } from './slots.js';
import { createUser, getUser, listUsers, unlockUser, updateUser } from './users.js';

/** Every operation of the API by its id. */
export const operations = {
  register,
  verifyEmail,
  resendVerification,
  forgotPassword,
  resetPassword,
  changePassword,
  login,
  refresh,
  logout,
  me,
  mintChatToken,
  createLinkCode,
  linkChat,
  listChatLinks,
  removeChatLink,
  getMe,
  updateMe,
  listUsers,
  createUser,
  getUser,
  updateUser,
  unlockUser,
  listPatients,
  createPatient,
  getPatient,
  updatePatient,
  listPatientConsents,
  listDoctors,
  getDoctor,
  getDoctorCover,
  setDoctorCover,
  listRooms,
  createRoom,
  updateRoom,
  getAvailability,
  setWeeklyAvailability,
  addAvailabilityException,
  removeAvailabilityException,
  getLeave,
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
  updatePolicy,
  getJwks,
  getHealth,
  getReadiness,
  getMetrics,
  getOpenApi,
} as const;
