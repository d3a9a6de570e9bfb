import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '#libs/domain/events/event-catalogue.js';
import { eventOfCopyLine } from '#libs/domain/testing/event-of-copy-line.js';
import { yearDocument } from '../bench/year/year-document.js';
import { YearPlay } from '../bench/year/year-play.js';
import { publishedEvents } from '../support/published-events.js';
import { audit } from './audit.js';

/** More of them for a longer search: CCP_TEST_SEEDS=11,12,13 */
const SEEDS = (process.env['CCP_TEST_SEEDS'] ?? '1').split(',').map(Number);
const DAYS = 250;
const SIZE = { members: 3, tradesPerDay: 28 };

/** What is done to trades and positions. */
const MADE = ['TradeBusted', 'TradeCorrected', 'TransferOffered', 'LotsTransferred'];
/** What happens in a year to those who pay late, in part or not at all, and to late official prices. */
const RARE = [
  'SettlementCycleBlocked',
  'MarginCallReminded',
  'MarginCallOverdue',
  'MarginCallEscalated',
  'MarginCallCancelled',
];

describe('a simulated year in the core alone', () => {
  it.each(SEEDS)(
    'is right to the cent by an auditor who reads what is published alone (seed %i)',
    (seed) => {
      const events: RecordedEvent[] = [];
      const year = new YearPlay(seed, SIZE, DAYS, (line) => events.push(eventOfCopyLine(line)));
      year.run();
      const { findings, seen } = audit(yearDocument(SIZE), publishedEvents(events), year.sent);
      expect(findings).toEqual([]);
      expect(events.length).toBeGreaterThan(100 * DAYS);
      for (const type of [...MADE, ...RARE]) expect([...seen.keys()]).toContain(type);
    },
    60_000,
  );
});
