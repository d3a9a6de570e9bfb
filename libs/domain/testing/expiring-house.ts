import { HousePlay } from './house-play.js';
import { deposit, price, settlementPrice, trade, volatility } from './inputs.js';
import { omnibusMembers } from './omnibus-members.js';
import { referenceDocument, type DocumentChanges } from './reference-document.js';

/** The day on which most of it expires, and the one before. */
export const EXPIRY = '2026-12-18';
export const DAY_BEFORE = '2026-12-17';
const EXPIRES_AT = `${EXPIRY}T21:00:00.000Z`;

/** Points are worth 50 dollars: a tick of 0.05 has 2.50. */
const OPTION = {
  type: 'option',
  underlying: 'SPX',
  currency: 'USD',
  tickSize: '0.05',
  tickValueMinor: 250,
  expiry: EXPIRES_AT,
  strike: '5000',
  premiumStyle: 'premium',
};

/** Options of every kind on a future that expires with them, on one that lives on, and on the index itself. */
const OPTIONS = [
  { ...OPTION, id: 'CALL', right: 'call', forward: 'SPX-FUT' },
  { ...OPTION, id: 'PUT', right: 'put', forward: 'SPX-FUT' },
  { ...OPTION, id: 'RATED', right: 'call', forward: 'SPX-FUT', assignment: 'pro-rata' },
  { ...OPTION, id: 'STYLED', right: 'call', forward: 'SPX-FUT', premiumStyle: 'futures' },
  { ...OPTION, id: 'INDEX', right: 'put' },
  { ...OPTION, id: 'SERIAL', right: 'call', forward: 'SPX-MAR', exercise: 'future' },
  { ...OPTION, id: 'SERIAL-PUT', right: 'put', forward: 'SPX-MAR', exercise: 'future' },
  {
    ...OPTION,
    id: 'SERIAL-STYLED',
    right: 'call',
    forward: 'SPX-MAR',
    exercise: 'future',
    premiumStyle: 'futures',
  },
  { ...OPTION, id: 'LATE', right: 'call', contraryCutOff: '2026-12-19T10:00:00.000Z' },
  { ...OPTION, id: 'EURO', right: 'call', currency: 'EUR', tickValueMinor: 100 },
] as const;

/** Reference data with everything that can expire, and {@link omnibusMembers}. */
export function expiringDocument(changes: DocumentChanges = {}): DocumentChanges {
  const document = referenceDocument() as {
    underlyings: { id: string }[];
    instruments: { id: string }[];
  };
  const [future] = document.instruments;
  return {
    ...omnibusMembers(),
    underlyings: document.underlyings.map((each) => ({ ...each, tradePriceBand: undefined })),
    instruments: [
      ...document.instruments,
      { ...future, id: 'SPX-MAR', expiry: '2027-03-19T20:00:00.000Z' },
      {
        id: 'PERP',
        type: 'perpetual',
        underlying: 'SPX',
        currency: 'USD',
        tickSize: '0.25',
        tickValueMinor: 25,
      },
      ...OPTIONS,
    ],
    ...changes,
  };
}

/** A house where all of this trades, four weeks before. */
export function expiringHouse(changes: DocumentChanges = {}): HousePlay {
  const play = HousePlay.open(expiringDocument(changes));
  const observedAt = `${DAY_BEFORE}T14:00:00.000Z`;
  for (const symbol of ['SPX-FUT', 'SPX-MAR', 'SPX', 'PERP'])
    play.price(price({ symbol, observedAt }));
  play.price(price({ symbol: 'EURUSD', price: '1.10', observedAt }));
  play.volatility(volatility({ observedAt }));
  for (const account of ['ALPHA/HOUSE', 'BETA/HOUSE', 'GAMMA/HOUSE'])
    play.collateral(
      deposit({ account, instructionId: `IN-${account.slice(0, 1)}`, quantity: '5000000.00' }),
    );
  return play;
}

let trades = 0;

/** A trade on the day before, unless it says otherwise. @throws when it is refused */
export function deal(
  play: HousePlay,
  instrument: string,
  lots: number,
  given: Parameters<typeof trade>[0] = {},
): void {
  trades += 1;
  const events = play.trade(
    trade({
      tradeId: `X-${trades}`,
      instrument,
      quantity: String(lots),
      price: '100.00',
      executedAt: `${DAY_BEFORE}T15:00:00.000Z`,
      ...given,
    }),
  );
  const [event] = events;
  if (event?.type !== 'TradeNovated') throw new Error(JSON.stringify(event?.payload));
}

/** The final price of a symbol, a few seconds after the expiry. */
export function final(play: HousePlay, symbol: string, at: string, businessDate = EXPIRY): void {
  const observedAt = `${businessDate}T21:00:05.000Z`;
  play.price(price({ symbol, price: at, type: 'FINAL', businessDate, observedAt }));
}

/** A settlement price of the day on which most of it expires. */
export function official(play: HousePlay, symbol: string, at: string, date = EXPIRY): void {
  play.price(settlementPrice(date, { symbol, price: at, observedAt: `${date}T21:00:02.000Z` }));
}

/** Ends a day; what the cycle brought, by `account kind instrument`. @throws when it is refused */
export function endDay(play: HousePlay, date = EXPIRY): Record<string, string> {
  const before = play.events.length;
  play.command({ type: 'SETTLE', cycleType: 'EOD', date });
  const answer = play.of('CommandAnswered').at(-1);
  if (answer?.outcome !== 'DONE') throw new Error(JSON.stringify(answer));
  return Object.fromEntries(
    play.events
      .slice(before)
      .flatMap((event) =>
        event.type === 'AccountSettled'
          ? event.payload.lines.map(({ kind, instrument, amount }) => [
              `${event.payload.account} ${kind} ${instrument}`,
              amount,
            ])
          : [],
      ),
  );
}
