import {
  changePassword,
  forgotPassword,
  register,
  resendVerification,
  resetPassword,
  verifyEmail,
} from './accounts.js';
import {
  getAuditConsistency,
  getAuditHead,
  getAuditProof,
  getSessionReceipt,
  listAudit,
  verifyAudit,
} from './audit.js';
import { getMe, login, logout, me, mintChatToken, refresh } from './auth.js';
import {
  addAvailabilityException,
  getAvailability,
  getLeave,
  removeAvailabilityException,
  setWeeklyAvailability,
} from './availability.js';
import { getCalendarLink, getOwnCalendar, getSessionCalendar, renewCalendarLink } from './calendar.js';
import { createLinkCode, linkChat, listChatLinks, removeChatLink } from './chat-links.js';
import { receiveSms, receiveSmsStatus } from './chat.js';
import { completeSession, deleteSession, markNoShow, reopenSession, updateSession } from './corrections.js';
import {
  approveSession,
  cancelSession,
  confirmSession,
  declineSession,
  getDecision,
  rejectSession,
} from './decisions.js';
import { getDoctor, getDoctorCover, listDoctors, setDoctorCover } from './doctors.js';
import { watchEvents } from './events.js';
import { updateMe } from './me.js';
import { approveMove, moveSession, rejectMove, withdrawMove } from './moves.js';
import { getHealth, getJwks, getMetrics, getOpenApi, getReadiness } from './ops.js';
import { createPatient, getPatient, listPatientConsents, listPatients, updatePatient } from './patients.js';
import { getPolicy, updatePolicy } from './policy.js';
import { getOverview } from './reports.js';
import { createRoom, listRooms, updateRoom } from './rooms.js';
import { exportSessions } from './session-export.js';
import { bookSession, getSession, getSessionHistory, listSessionMessages, listSessions } from './sessions.js';
import { explainSlot, listSlots } from './slots.js';
import { claimTask, finishTask, getTask, listTasks, replyToTask } from './tasks.js';
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
  getCalendarLink,
  renewCalendarLink,
  getOwnCalendar,
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
  exportSessions,
  getSession,
  getSessionHistory,
  listSessionMessages,
  getSessionCalendar,
  approveSession,
  rejectSession,
  cancelSession,
  confirmSession,
  declineSession,
  moveSession,
  approveMove,
  rejectMove,
  withdrawMove,
  completeSession,
  markNoShow,
  reopenSession,
  updateSession,
  deleteSession,
  getDecision,
  listTasks,
  getTask,
  claimTask,
  finishTask,
  replyToTask,
  watchEvents,
  receiveSms,
  receiveSmsStatus,
  getPolicy,
  updatePolicy,
  getOverview,
  listAudit,
  getAuditHead,
  verifyAudit,
  getAuditProof,
  getAuditConsistency,
  getSessionReceipt,
  getJwks,
  getHealth,
  getReadiness,
  getMetrics,
  getOpenApi,
} as const;
