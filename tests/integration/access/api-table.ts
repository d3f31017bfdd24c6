/**
 * Who gets what from each endpoint. A cell is the status, or three of them: for one's own object, a foreign one and an
 * absent one. 401, 403, 404, 409 and 422 stand for their usual codes.
 *
 * `cover` is a doctor for whom "own" is what belongs to the doctor they cover: whoever decides sees the session and its
 * patient. `bot` has a client credential, `phone` a
 * token for a phone number, `other` a delegated token of an admin for another operation. The words after an operation's
 * id tell rows of the same operation apart.
 */
export const API_TABLE = `
operation                             | anonymous | patient     | secretary   | doctor      | cover       | admin       | bot | phone       | other
register                              | 201       | 201         | 201         | 201         | 201         | 201         | 201 | 201         | 201
verifyEmail                           | 422       | 422         | 422         | 422         | 422         | 422         | 422 | 422         | 422
resendVerification                    | 401       | 409         | 409         | 409         | 409         | 409         | 401 | 403         | 403
forgotPassword                        | 202       | 202         | 202         | 202         | 202         | 202         | 202 | 202         | 202
resetPassword                         | 422       | 422         | 422         | 422         | 422         | 422         | 422 | 422         | 422
changePassword                        | 401       | 422         | 422         | 422         | 422         | 422         | 401 | 403         | 403
login                                 | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
refresh                               | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
logout                                | 204       | 204         | 204         | 204         | 204         | 204         | 204 | 204         | 204
me                                    | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
mintChatToken                         | 401       | 401         | 401         | 401         | 401         | 401         | 200 | 401         | 401
createLinkCode                        | 401       | 201         | 201         | 201         | 201         | 201         | 401 | 403         | 403
createLinkCode of a phone             | 401       | 201         | 403         | 403         | 403         | 403         | 401 | 403         | 403
linkChat                              | 401       | 403         | 403         | 403         | 403         | 403         | 200 | 403         | 403
linkChat of a phone                   | 401       | 200         | 403         | 403         | 403         | 403         | 403 | 403         | 403
listChatLinks                         | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
removeChatLink                        | 401       | 204/403/403 | 204/403/403 | 204/403/403 | 204/403/403 | 204/204/404 | 401 | 403         | 403
getMe                                 | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
updateMe                              | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
getCalendarLink                       | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
renewCalendarLink                     | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
getOwnCalendar                        | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
getOwnCalendar made up                | 401       | 401         | 401         | 401         | 401         | 401         | 401 | 401         | 401
listUsers                             | 401       | 403         | 403         | 403         | 403         | 200         | 401 | 403         | 403
createUser                            | 401       | 403         | 403         | 403         | 403         | 201         | 401 | 403         | 403
getUser                               | 401       | 403/403/403 | 403/403/403 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
updateUser                            | 401       | 403/403/403 | 403/403/403 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
unlockUser                            | 401       | 403/403/403 | 403/403/403 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
listPatients                          | 401       | 403         | 200         | 200         | 200         | 200         | 401 | 403         | 403
createPatient                         | 401       | 403         | 201         | 403         | 403         | 201         | 401 | 403         | 403
getPatient                            | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
updatePatient                         | 401       | 403/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
listPatientConsents                   | 401       | 403/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
listDoctors                           | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
listDoctors disabled                  | 401       | 403         | 200         | 200         | 200         | 200         | 401 | 403         | 403
getDoctor                             | 401       | 200/200/404 | 200/200/404 | 200/200/404 | 200/200/404 | 200/200/404 | 401 | 403         | 403
getDoctorCover                        | 401       | 403/403/403 | 200/200/404 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
setDoctorCover                        | 401       | 403/403/403 | 403/403/403 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
listRooms                             | 401       | 403         | 200         | 200         | 200         | 200         | 401 | 403         | 403
createRoom                            | 401       | 403         | 403         | 403         | 403         | 201         | 401 | 403         | 403
updateRoom                            | 401       | 403/403/403 | 403/403/403 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
getAvailability                       | 401       | 403/403/403 | 200/200/404 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
setWeeklyAvailability                 | 401       | 403/403/403 | 403/403/403 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
addAvailabilityException              | 401       | 403/403/403 | 201/201/404 | 201/403/403 | 403/403/403 | 201/201/404 | 401 | 403         | 403
removeAvailabilityException           | 401       | 403/403/403 | 204/204/404 | 204/403/403 | 403/403/403 | 204/204/404 | 401 | 403         | 403
removeAvailabilityException elsewhere | 401       | 403/403/403 | 204/404/404 | 204/403/403 | 403/403/403 | 204/404/404 | 401 | 403         | 403
getLeave                              | 401       | 403/403/403 | 200/200/404 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
listSlots                             | 401       | 200/403/403 | 200/200/422 | 200/403/403 | 200/403/403 | 200/200/422 | 401 | 403         | 403
listSlots session                     | 401       | 200/403/403 | 200/200/422 | 200/403/403 | 200/403/403 | 200/200/422 | 401 | 403         | 403
explainSlot                           | 401       | 200/403/403 | 200/200/422 | 200/403/403 | 200/403/403 | 200/200/422 | 401 | 403         | 403
explainSlot session                   | 401       | 200/403/403 | 200/200/422 | 200/403/403 | 200/403/403 | 200/200/422 | 401 | 403         | 403
bookSession                           | 401       | 201/403/403 | 201/201/422 | 201/403/403 | 403/403/403 | 201/201/422 | 401 | 403         | 403
bookSession past the rules            | 401       | 403         | 403         | 403         | 403         | 201         | 401 | 403         | 403
listSessions                          | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
exportSessions                        | 401       | 403         | 403         | 403         | 403         | 200         | 401 | 403         | 403
getSession                            | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
getSessionHistory                     | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
listSessionMessages                   | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
getSessionCalendar                    | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
approveSession                        | 401       | 403/403/403 | 403/403/403 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
rejectSession                         | 401       | 403/403/403 | 403/403/403 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
cancelSession                         | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
confirmSession                        | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
declineSession                        | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
moveSession                           | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
moveSession past the rules            | 401       | 403/403/403 | 403/403/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
approveMove of the patient            | 401       | 403/403/403 | 403/403/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
approveMove of the doctor             | 401       | 200/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
rejectMove of the patient             | 401       | 403/403/403 | 403/403/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
rejectMove of the doctor              | 401       | 200/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
withdrawMove of the patient           | 401       | 200/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
withdrawMove of the doctor            | 401       | 403/403/403 | 200/200/404 | 200/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
completeSession                       | 401       | 403/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
markNoShow                            | 401       | 403/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
reopenSession                         | 401       | 403/403/403 | 403/403/403 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
updateSession                         | 401       | 403/403/403 | 403/403/403 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
deleteSession                         | 401       | 403/403/403 | 403/403/403 | 403/403/403 | 403/403/403 | 204/204/404 | 401 | 403         | 403
getDecision                           | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
getDecision of staff                  | 401       | 403/403/403 | 200/404/404 | 200/403/403 | 200/403/403 | 200/404/404 | 401 | 403         | 403
listTasks                             | 401       | 403         | 200         | 403         | 403         | 200         | 401 | 403         | 403
getTask                               | 401       | 403/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
claimTask                             | 401       | 403/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
finishTask                            | 401       | 403/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
replyToTask                           | 401       | 403/403/403 | 200/200/404 | 403/403/403 | 403/403/403 | 200/200/404 | 401 | 403         | 403
watchEvents                           | 401       | 200         | 200         | 200         | 200         | 200         | 401 | 403         | 403
receiveSms                            | 401       | 403         | 403         | 403         | 403         | 403         | 401 | 202/403/403 | 403
receiveSmsStatus                      | 401       | 403         | 403         | 403         | 403         | 403         | 401 | 204         | 403
getPolicy                             | 401       | 403         | 200         | 200         | 200         | 200         | 401 | 403         | 403
updatePolicy                          | 401       | 403         | 403         | 403         | 403         | 200         | 401 | 403         | 403
getOverview                           | 401       | 403         | 403         | 403         | 403         | 200         | 401 | 403         | 403
listAudit                             | 401       | 403         | 403         | 403         | 403         | 200         | 401 | 403         | 403
getAuditHead                          | 401       | 403         | 403         | 403         | 403         | 404         | 401 | 403         | 403
verifyAudit                           | 401       | 403         | 403         | 403         | 403         | 200         | 401 | 403         | 403
getAuditProof                         | 401       | 403         | 403         | 403         | 403         | 404         | 401 | 403         | 403
getAuditConsistency                   | 401       | 403         | 403         | 403         | 403         | 200         | 401 | 403         | 403
getSessionReceipt                     | 401       | 200/403/403 | 200/200/404 | 200/403/403 | 200/403/403 | 200/200/404 | 401 | 403         | 403
getJwks                               | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
getHealth                             | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
getReadiness                          | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
getMetrics                            | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
getMetrics forwarded                  | 403       | 403         | 403         | 403         | 403         | 403         | 403 | 403         | 403
getOpenApi                            | 200       | 200         | 200         | 200         | 200         | 200         | 200 | 200         | 200
`;

/**
 * What lists show: `own` things only, `all` things, or nobody's (`none`); `-` where the list is refused.
 */
export const LIST_TABLE = `
list          | patient | secretary | doctor | cover | admin
listSessions  | own     | all       | own    | own   | all
listPatients  | -       | all       | own    | own   | all
listUsers     | -       | -         | -      | -     | all
listChatLinks | own     | own       | own    | own   | own
listTasks     | -       | all       | -      | -     | all
`;

export const CALLERS = [
  'anonymous',
  'patient',
  'secretary',
  'doctor',
  'cover',
  'admin',
  'bot',
  'phone',
  'other',
] as const;
export type CallerName = (typeof CALLERS)[number];

export const AIMS = ['own', 'foreign', 'absent'] as const;
/** Whose object a request is about. */
export type Aim = (typeof AIMS)[number];

/** One status counts for every aim where the object makes no difference. */
export function aimsOf(cells: Record<CallerName, string>): readonly Aim[] {
  return Object.values(cells).some((cell) => cell.includes('/')) ? AIMS : ['own'];
}

/** The cell with a status for each of the row's aims. */
export function spelledOut(cell: string, aims: readonly Aim[]): string {
  return cell.includes('/') ? cell : aims.map(() => cell).join('/');
}
