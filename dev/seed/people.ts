/** The demo clinic's people, rooms and hours: invented, and the same at every first start. */
export const DEMO_PASSWORD = 'Elm-Street-2027!';

export interface StaffSeed {
  handle: string;
  role: 'ADMIN' | 'SECRETARY' | 'DOCTOR';
  fullName: string;
  email: string;
  specialty?: string;
  /** Has a seat in Slack that is not linked to the account yet, so that linking can be shown. */
  unlinked?: boolean;
}

export const STAFF: StaffSeed[] = [
  { handle: 'admin', role: 'ADMIN', fullName: 'Nora Lindqvist', email: 'admin@elm-street.example' },
  { handle: 'secretary', role: 'SECRETARY', fullName: 'Tom Becker', email: 'desk@elm-street.example' },
  {
    handle: 'haddad',
    role: 'DOCTOR',
    fullName: 'Dr Layla Haddad',
    email: 'haddad@elm-street.example',
    specialty: 'Cardiology',
  },
  {
    handle: 'okafor',
    role: 'DOCTOR',
    fullName: 'Dr Chidi Okafor',
    email: 'okafor@elm-street.example',
    specialty: 'General practice',
  },
  {
    handle: 'moreau',
    role: 'DOCTOR',
    fullName: 'Dr Claire Moreau',
    email: 'moreau@elm-street.example',
    specialty: 'Physiotherapy',
  },
  { handle: 'mia', role: 'SECRETARY', fullName: 'Mia Jansen', email: 'mia@elm-street.example', unlinked: true },
];

export interface PatientSeed {
  fullName: string;
  email: string;
  phone: string;
  language: 'en' | 'es';
  /** Has an account of their own and can sign in. */
  account?: boolean;
}

const patient = (fullName: string, index: number, language: 'en' | 'es' = 'en', account = false): PatientSeed => ({
  fullName,
  email: `${fullName.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, '.')}@mail.example`,
  phone: `+1555010${String(index).padStart(4, '0')}`,
  language,
  account,
});

export const PATIENTS: PatientSeed[] = [
  patient('Sara Ali', 101, 'en', true),
  patient('Jonas Weber', 102, 'en', true),
  patient('María Gómez', 103, 'es'),
  patient('Aiko Tanaka', 104),
  patient('Peter Novak', 105),
  patient('Lucía Fernández', 106, 'es'),
  patient('Emma Schulz', 107),
  patient('David Cohen', 108),
  patient('Fatima Rahman', 109),
  patient('Oliver Brown', 110),
  patient('Ana Torres', 111, 'es'),
  patient('Henrik Larsen', 112),
];

export const ROOMS = [
  { name: 'Room 1', location: 'Ground floor' },
  { name: 'Room 2', location: 'First floor' },
];
