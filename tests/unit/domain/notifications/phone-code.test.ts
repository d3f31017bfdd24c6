import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderPhoneCode, smsSize, withPhoneCode } from '../../../../domain/notifications/catalogue/index.js';

const text = (language: string, clinicName: string): string =>
  withPhoneCode(renderPhoneCode({ language, clinicName, minutes: 10 }), '012345');

describe('the text with a code', () => {
  it('names clinic and code, how long it is good, and what to do about it', () => {
    expect(text('en', 'Elm Street Clinic')).toBe(
      'Elm Street Clinic: your code is 012345, good for 10 minutes. If you did not ask, ignore this text. Reply STOP to get no texts.',
    );
    expect(text('es-MX', 'Clínica del Olmo')).toBe(
      'Clinica del Olmo: su codigo es 012345 y vale 10 minutos. Si no lo ha pedido, ignore este SMS. Responda STOP para no recibir SMS.',
    );
  });

  it('fits one segment whatever the clinic is called, and has its code once', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('######', '[[[]]]'.repeat(9), 'Щит '.repeat(20)),
    );
    fc.assert(
      fc.property(fc.constantFrom('en', 'es'), name, (language, clinicName) => {
        const written = text(language, clinicName);
        expect(smsSize(written)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
        expect(written).toMatch(/ 012345[, ]/);
      }),
    );
  });
});
