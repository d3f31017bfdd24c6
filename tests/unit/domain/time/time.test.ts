import { describe, expect, test } from '@jest/globals';
import { languageOf } from '../../../../domain/time/language.js';
import {
  instantsOfDates,
  instantsOfLocalTime,
  localDateOf,
  plusDays,
  weekdayOfDate,
} from '../../../../domain/time/local-date.js';
import { clockTime, longInstant, shortInstant, shortInstantWithoutZone } from '../../../../domain/time/spoken.js';
import { zoneAbbreviation } from '../../../../domain/time/zone-name.js';

describe('spoken instants', () => {
  const berlin = { timeZone: 'Europe/Berlin' };

  test('short and long, in both languages', () => {
    expect(shortInstant('2027-05-12T08:30:00Z', berlin)).toBe('Wed 12 May 10:30 CEST');
    expect(shortInstant('2027-05-15T08:30:00Z', { ...berlin, language: 'es' })).toBe('sáb 15 may 10:30 CEST');
    expect(shortInstantWithoutZone('2027-05-12T08:30:00+02:00', berlin)).toBe('Wed 12 May 08:30');
    expect(longInstant('2027-05-12T08:30:00Z', { ...berlin, endsAt: '2027-05-12T09:00:00Z' })).toBe(
      'Wednesday 12 May 2027, 10:30–11:00 CEST',
    );
    expect(longInstant('2027-01-31T23:30:00Z', { ...berlin, language: 'es' })).toBe(
      'lunes 1 de febrero de 2027, 00:30 CET',
    );
    expect(clockTime('2027-05-12T22:05:00Z', 'Europe/Berlin')).toBe('00:05');
  });

  test('the two hours of the autumn fold differ by their abbreviation', () => {
    expect(shortInstant('2027-10-31T00:30:00Z', berlin)).toBe('Sun 31 Oct 02:30 CEST');
    expect(shortInstant('2027-10-31T01:30:00Z', berlin)).toBe('Sun 31 Oct 02:30 CET');
  });

  test.each([
    ['America/New_York', '2027-01-12T12:00:00Z', 'EST'],
    ['America/New_York', '2027-07-12T12:00:00Z', 'EDT'],
    ['Africa/Cairo', '2027-07-12T12:00:00Z', 'EEST'],
    ['Australia/Lord_Howe', '2027-07-12T12:00:00Z', 'LHST'],
    ['Europe/London', '2027-01-12T12:00:00Z', 'GMT'],
    ['Asia/Kolkata', '2027-01-12T12:00:00Z', 'IST'],
    ['America/Sao_Paulo', '2027-01-12T12:00:00Z', 'GMT-3'],
  ])('%s at %s is %s', (zone, at, expected) => expect(zoneAbbreviation(Date.parse(at), zone)).toBe(expected));

  test('nonsense is refused, not told', () => {
    expect(() => shortInstant('soon', berlin)).toThrow(RangeError);
    expect(() => shortInstant('2027-05-12T08:30:00Z', { timeZone: 'Mars/Olympus' })).toThrow(RangeError);
  });

  test('languages', () => {
    expect(['es', 'es-MX', 'ES_es', 'en', 'fr', '', null].map(languageOf)).toEqual([
      'es',
      'es',
      'es',
      'en',
      'en',
      'en',
      'en',
    ]);
  });
});

describe('local dates', () => {
  test('of an instant, across zones', () => {
    const ms = Date.parse('2027-05-12T22:30:00Z');
    expect(localDateOf(ms, 'Europe/Berlin')).toBe('2027-05-13');
    expect(localDateOf(ms, 'America/New_York')).toBe('2027-05-12');
  });

  test('counting days and weekdays', () => {
    expect(plusDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(plusDays('2027-01-01', -1)).toBe('2026-12-31');
    expect([weekdayOfDate('2027-05-10'), weekdayOfDate('2027-05-16')]).toEqual([1, 7]);
  });

  test.each([
    ['2027-05-12', '10:30', 'Europe/Berlin', ['2027-05-12T08:30:00.000Z']],
    ['2027-03-28', '02:30', 'Europe/Berlin', []],
    ['2027-10-31', '02:30', 'Europe/Berlin', ['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z']],
    ['2027-04-04', '01:45', 'Australia/Lord_Howe', ['2027-04-03T14:45:00.000Z', '2027-04-03T15:15:00.000Z']],
    ['2027-10-03', '02:15', 'Australia/Lord_Howe', []],
    ['2027-04-30', '00:30', 'Africa/Cairo', []],
  ])('%s %s in %s', (date, time, zone, expected) => expect(instantsOfLocalTime(date, time, zone)).toEqual(expected));

  test('days have the length that the zone gives them', () => {
    const hours = ([from, to]: [string, string], zone: string): number => {
      const { fromMs, toMs } = instantsOfDates(from, to, zone);
      return (toMs - fromMs) / 3_600_000;
    };
    expect(hours(['2027-03-28', '2027-03-29'], 'Europe/Berlin')).toBe(23);
    expect(hours(['2027-10-31', '2027-11-01'], 'Europe/Berlin')).toBe(25);
    expect(hours(['2027-04-30', '2027-05-01'], 'Africa/Cairo')).toBe(23);
    expect(hours(['2027-10-28', '2027-10-29'], 'Africa/Cairo')).toBe(25);
    expect(hours(['2027-04-04', '2027-04-05'], 'Australia/Lord_Howe')).toBe(24.5);
  });
});
