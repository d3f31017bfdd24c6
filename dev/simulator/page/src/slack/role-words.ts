import type { SlackPerson } from '../../../contract.js';

const WORDS: Record<SlackPerson['role'], string> = { SECRETARY: 'secretary', DOCTOR: 'doctor', ADMIN: 'admin' };

export const roleWords = (role: SlackPerson['role']): string => WORDS[role];
