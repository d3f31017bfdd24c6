import { writeResults } from './results-file.js';
import { withBenchDatabase } from './with-database.js';
import { benchBookings } from './audit/bookings.js';
import { benchSealing } from './audit/sealing.js';
import { benchVerification } from './audit/verification.js';

/**
 * What the audit costs and what it can do: bookings with it, without it and with a chain under one lock; entries a second
 * while they are sealed and while they are not; and checking a large audit beside a cursor with a canonicaliser.
 * Arguments: repeats, bookings per repeat, appended entries per repeat, entries to verify.
 */
const [repeats = 5, bookings = 800, appends = 8_000, entries = 1_000_000] = process.argv.slice(2).map(Number);
const CALLERS = 16;

const results = await withBenchDatabase(2, async ({ db }) => ({
  repeats,
  bookings: await benchBookings({ repeats, bookings, callers: CALLERS }),
  sealing: await benchSealing({ repeats, appends, callers: CALLERS }),
  verification: await benchVerification(db, { repeats, entries }),
  aims: {
    bookingCost: 0.25,
    bookingsToChain: 2.2,
    appendRateSealedToUnsealed: 0.85,
    sealLagP99Ms: 250,
    verificationToCursor: 4.5,
    verificationPeakMb: 100,
  },
}));
console.log(JSON.stringify(results, null, 2));
await writeResults('audit', results);
