/**
 * Chat shows why somebody comes only by kind: the patient's own words may say more about their health than a channel
 * should keep. The full text is behind Who?, which is authorised and audited.
 */
const CATEGORIES: readonly [words: readonly string[], category: string][] = [
  [['follow-?\\s?up', 'review', 'revisi[oó]n', 'seguimiento', 'nachsorge'], 'Follow-up'],
  [['check-?\\s?up', 'routine', 'annual', 'screening', 'chequeo', 'vorsorge\\p{L}*'], 'Check-up'],
  [
    ['results?', 'lab', 'blood (?:tests?|work)', 'x-?rays?', 'scans?', 'mri', 'resultados?', 'befunde?'],
    'Test results',
  ],
  [['prescriptions?', 'repeat', 'refill', 'medication', 'receta', 'medicaci[oó]n', 'rezept'], 'Prescription'],
  [['vaccin\\p{L}*', 'jab', 'immuni[sz]\\p{L}*', 'vacuna\\p{L}*', 'impfung'], 'Vaccination'],
  [
    ['certificate', 'sick ?note', 'referral', 'certificado', 'volante', 'attest', 'überweisung'],
    'Certificate or referral',
  ],
  [['therapy', 'exercises?', 'rehab\\p{L}*', 'physio\\p{L}*', 'terapia', 'ejercicios?'], 'Therapy'],
  [['first', 'initial', 'consult\\p{L}*', 'new patient', 'advice', 'primera', 'beratung'], 'Consultation'],
  [
    [
      'pains?',
      '\\p{L}*aches?',
      'hurts?',
      'injur\\p{L}*',
      'sprain',
      'fever',
      'cough',
      'rash',
      'dolor',
      'fiebre',
      'tos',
      '\\p{L}*schmerz\\p{L}*',
    ],
    'Symptoms or injury',
  ],
];

/** The kind of visit in two or three words: "not given" without a reason, "Other" for what cannot be told. */
export function visitReasonCategory(visitReason: string | null): string {
  if (visitReason === null || visitReason.trim() === '') return 'not given';
  const text = visitReason.normalize('NFC');
  const found = CATEGORIES.find(([words]) => wholeWords(words).test(text));
  return found?.[1] ?? 'Other (full text under Who?)';
}

/** `\b` knows only unaccented letters. */
function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'iu');
}
