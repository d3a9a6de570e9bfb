import { parseDecimal, toNumber } from '#libs/domain/kernel/decimal.js';
import { MarginBook } from '#libs/domain/margin-model/margin-book.js';
import { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { valuationInstant, yearsToExpiry } from '#libs/domain/pricing/time-to-expiry.js';
import { validateReferenceData } from '#libs/domain/reference-data/validate-reference-data.js';
import { readSmile } from '#libs/domain/volatility/read-smile.js';
import { marginHistory, SCENARIOS } from './margin-history.js';
import {
  FUTURES,
  marginDocument,
  marginTrades,
  OPTIONS,
  SMILE,
  VOLATILITY,
} from './margin-market.js';

/** When the in-memory figures take place. */
const NOW_MS = Date.parse('2026-11-20T14:00:00.000Z');

/** The market in memory: the cube of the margin model and the books of its accounts. */
export interface CubeMarket {
  readonly cube: MarginCube;
  /** The books of all accounts, which know nothing yet but their positions. */
  readonly newBooks: () => readonly MarginBook[];
  /** Underlying by instrument. */
  readonly underlyingOf: ReadonlyMap<string, string>;
  /** Where the closes are from. */
  readonly source: string;
}

/** Builds scenarios, marks and volatilities, and the books of so many accounts; no row is built yet. */
export function cubeMarket(accounts: number): CubeMarket {
  const history = marginHistory();
  const document = marginDocument(history, {
    accounts,
    liquidity: false,
    minimumTransferAmount: '100000.00',
  });
  const read = validateReferenceData(document);
  if (!read.ok) throw new Error(JSON.stringify(read.error.slice(0, 3)));
  const { model, baseCurrency, currencies, ...data } = read.value;
  const cube = new MarginCube({ model, baseCurrency, currencies });
  for (const group of data.liquidationGroups) cube.setGroup(group);
  for (const underlying of data.underlyings) cube.setUnderlying(underlying);
  for (const instrument of data.instruments) cube.setInstrument(instrument);
  const histories = new Map(
    [...history.closes].map(([symbol, closes]) => [
      symbol,
      {
        symbol,
        dates: closes.map(([date]) => date),
        closes: closes.map(([, close]) => toNumber(parseDecimal(close))),
      },
    ]),
  );
  const { set } = cube.loadScenarios('ALL', histories);
  if (set?.length !== SCENARIOS) throw new Error(`${set?.length} scenarios, not ${SCENARIOS}`);
  cube.setValuationInstant(valuationInstant(NOW_MS, model.valuationIntervalMinutes));
  for (const { id, priceTicks } of FUTURES) cube.setPrice(id, priceTicks);
  for (const { id } of data.underlyings) cube.setSurface(id, surfaceAt(VOLATILITY[id] ?? 0));
  const underlyingOf = new Map([...FUTURES, ...OPTIONS].map((each) => [each.id, each.underlying]));
  const trades = marginTrades(accounts);
  const newBooks = (): MarginBook[] => {
    const books = Array.from({ length: accounts }, () => new MarginBook('portfolio'));
    for (const { instrument, buyer, seller, lots } of trades) {
      const underlying = underlyingOf.get(instrument) ?? '';
      books[buyer]?.add(instrument, underlying, lots);
      books[seller]?.add(instrument, underlying, -lots);
    }
    return books;
  };
  return { cube, newBooks, underlyingOf, source: history.source };
}

function surfaceAt(level: number) {
  const nodes = SMILE.map(([logMoneyness, more]) => ({ logMoneyness, volatility: level + more }));
  const smile = readSmile(nodes);
  if (!smile.ok) throw new Error(JSON.stringify(smile.error));
  const years = yearsToExpiry(Date.parse('2027-03-18T21:00:00.000Z'), NOW_MS);
  return [{ years, smile: smile.value }] as const;
}
