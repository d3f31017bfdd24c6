/** Now as Slack writes it: seconds and, behind the point, microseconds. */
export function slackTs(): string {
  const micros = Math.floor((performance.timeOrigin + performance.now()) * 1_000);
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
}
