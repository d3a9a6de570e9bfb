import fs from 'node:fs';
import path from 'node:path';
import { tailCount } from '#libs/domain/margin-model/tail-count.js';
import { blockRange, BLOCKS } from '#libs/domain/margin-model/scenario-set.js';
import type { UnitRow } from '#libs/domain/margin-model/unit-row.js';
import { DELTA_UNITS } from '#libs/domain/margin-model/unit-values.js';
import { absolute, toDouble } from '#libs/domain/numerics/rational.js';
import type { CubeMarket } from './margin-cube-market.js';
import { UNDERLYINGS } from './margin-history.js';

/** Writes rows, positions and settings of a market to a folder, as `rebuild-floor.py` reads them. */
export function writeRebuildBook(folder: string, market: CubeMarket): void {
  const { cube, underlyingOf } = market;
  const books = market.newBooks();
  const group = cube.group('ALL');
  const { set } = cube.scenariosOf('ALL') ?? {};
  if (!set) throw new Error('the group has no scenarios');
  const instruments = [...underlyingOf.keys()];
  const rows = instruments.map((id) => rowOf(market, id));
  const tails = BLOCKS.map((block) => [
    block,
    { ...blockRange(set.sizes, block), ...tailCount(set.sizes[block], group.confidenceBp) },
  ]);
  const [first = ''] = UNDERLYINGS;
  const book = {
    accounts: books.length,
    scenarios: set.length,
    tails: Object.fromEntries(tails) as unknown,
    stressWeight: toDouble(cube.stressWeight),
    offsetShare: toDouble(cube.offsetShare),
    minorPerQuantum: toDouble(cube.minorPerQuantum),
    marginFloor: Number(cube.underlying(first).marginFloor),
    shortOptionMinimum: Number(cube.underlying(first).shortOptionMinimum),
    instruments: rows.map(instrumentOf),
  };
  fs.writeFileSync(path.join(folder, 'book.json'), JSON.stringify(book));
  const bytes = rows.map(({ pnl }) => Buffer.from(pnl.buffer, pnl.byteOffset, pnl.byteLength));
  fs.writeFileSync(path.join(folder, 'rows.f64'), Buffer.concat(bytes));
  const positions = books.flatMap((each, account) =>
    instruments.flatMap((id, i) => {
      const lots = each.lotsOf(id, underlyingOf.get(id) ?? '');
      return lots === 0 ? [] : [account, i, lots];
    }),
  );
  fs.writeFileSync(path.join(folder, 'positions.i32'), Int32Array.from(positions));
}

/**
 * The current row of an instrument with its P&L, which the model computes when it is first asked for.
 * @throws Error when it cannot be margined
 */
export function rowOf({ cube }: CubeMarket, instrument: string): UnitRow {
  const row = cube.row(instrument);
  if (!row.ok) throw new Error(`${instrument}: ${JSON.stringify(row.error)}`);
  if (!(row.value.peak < Infinity)) throw new Error(`${instrument} has no finite P&L`);
  return row.value;
}

function instrumentOf({ values }: UnitRow): object {
  const notional = toDouble(values.notionalMinor);
  const { option } = values;
  return {
    class: UNDERLYINGS.indexOf(values.underlying),
    premiumQuanta: option?.premiumStyle === 'premium' ? option.valueQuanta : 0,
    deltaNotionalMinor: (notional * values.delta) / DELTA_UNITS,
    optionNotionalMinor: option ? toDouble(absolute(values.notionalMinor)) : 0,
  };
}
