/** In a list of the clinic's own mail its name in front of each subject says nothing. */
export function shortSubject(subject: string, clinicName: string): string {
  const prefix = `${clinicName}: `;
  return subject.startsWith(prefix) ? subject.slice(prefix.length) : subject;
}
