/** Words that callers send and that no log may repeat. */
export const SENT_WORDS = {
  newPassword: 'quiet Lamp-post 88',
  wrongPassword: 'wrong Umbrella-stand 41',
  strangerName: 'Ines Duarte',
  token: 'a-token-that-was-never-mailed-to-anybody',
  wrongRefreshToken: 'a-refresh-token-of-nobody',
  visitReason: 'a swollen left knee',
  note: 'prefers the window seat',
  rejection: 'the doctor is at a conference',
  cancellation: 'the patient has moved away',
  leave: 'an operation on my own back',
  correction: 'the lift was out of order',
  taskNote: 'called, her son answered',
  taskReply: 'please bring the referral',
  sms: 'I cannot come, my car broke down',
};
