import {
  assetBook,
  balanceOf,
  cashBook,
  EXTERNAL_BANK,
  EXTERNAL_CUSTODIAN,
  transfer,
} from '#libs/domain/books/books.js';
import { holdersOf } from '#libs/domain/collateral/buckets.js';
import type { CollateralSale } from '#libs/domain/events/default-events.js';
import type { JournalLine } from '#libs/domain/events/journal.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ceilDiv } from '#libs/domain/kernel/rounding.js';
import type { CollateralAsset } from '#libs/domain/reference-data/model.js';
import { defaultBook } from './default-state.js';
import { realisedMinor } from './realised-value.js';

/** One thing that an account of the defaulter holds. */
export interface Means {
  readonly account: string;
  /** The book it lies in. */
  readonly book: string;
  readonly asset: CollateralAsset;
  /** Positive, in units of the asset's scale. */
  readonly units: bigint;
  /** What it brings, in minor units of the base currency; zero without any price. */
  readonly valueMinor: bigint;
}

/** What was taken of means, and what it brought the default's cash. */
export interface Taken {
  /** Minor units of the base currency. */
  readonly minor: bigint;
  readonly journal: readonly JournalLine[];
  readonly sales: readonly CollateralSale[];
}

/**
 * What accounts hold with their buckets, in the order in which it is taken: cash of the base currency, other cash, then
 * everything else by name, each at what it brings and not at its value after haircuts
 * (default-management.md, step 6: realised value).
 */
export function meansOf(house: HouseState, accounts: readonly string[]): Means[] {
  const { data, baseCurrency } = referenceOf(house);
  const rank = ({ asset }: Means): number =>
    asset.type !== 'cash' ? 2 : asset.currency === baseCurrency ? 0 : 1;
  return accounts
    .flatMap((account) =>
      data.collateral.flatMap((asset) => {
        const isCash = asset.type === 'cash';
        const key = isCash ? asset.currency : asset.asset;
        const book = isCash ? cashBook(account, key) : assetBook(account, key);
        const units = holdersOf(house, account)
          .map((holder) => (isCash ? cashBook(holder, key) : assetBook(holder, key)))
          .reduce((sum, each) => sum + balanceOf(house.books, each, key), 0n);
        if (units <= 0n) return [];
        return [{ account, book, asset, units, valueMinor: realisedMinor(house, asset, units) }];
      }),
    )
    .sort((a, b) => rank(a) - rank(b) || (a.asset.asset < b.asset.asset ? -1 : 1));
}

/** What means bring together, in minor units of the base currency. */
export const worthOf = (means: readonly Means[]): bigint =>
  means.reduce((sum, { valueMinor }) => sum + valueMinor, 0n);

/**
 * Takes means for at least `neededMinor` into the default's cash of the base currency: cash as it is,
 * everything else sold at its last accepted price, in whole units of its scale; what the last unit brings
 * beyond the need stays in the default's cash.
 * @returns less than needed where the means do not suffice
 */
export function takeMeans(
  house: HouseState,
  defaultId: string,
  means: readonly Means[],
  neededMinor: bigint,
): Taken {
  const journal: JournalLine[] = [];
  const sales: CollateralSale[] = [];
  let minor = 0n;
  for (const held of means) {
    const left = neededMinor - minor;
    if (left <= 0n) break;
    if (held.valueMinor <= 0n) continue;
    const units = unitsFor(house, held, left);
    const sold = sell(house, defaultId, held, units, realisedMinor(house, held.asset, units));
    minor += sold.minor;
    journal.push(...sold.journal);
    sales.push(...sold.sales);
  }
  return { minor, journal, sales };
}

/** The fewest units that bring at least `neededMinor`; all of them where they bring no more. */
function unitsFor(house: HouseState, held: Means, neededMinor: bigint): bigint {
  if (held.valueMinor <= neededMinor) return held.units;
  let units = ceilDiv(held.units * neededMinor, held.valueMinor);
  // What units bring is rounded down, so that a few more may be needed.
  while (units < held.units && realisedMinor(house, held.asset, units) < neededMinor) units += 1n;
  return units;
}

/** Moves units of means out, and what they bring into the default's cash. */
export function sell(
  house: HouseState,
  defaultId: string,
  { account, book, asset }: Pick<Means, 'account' | 'book' | 'asset'>,
  units: bigint,
  minor: bigint,
  price?: string,
): Taken {
  const { baseCurrency, baseScale } = referenceOf(house);
  const into = defaultBook(defaultId, baseCurrency);
  if (asset.type === 'cash' && asset.currency === baseCurrency)
    return { minor: units, journal: transfer(book, into, baseCurrency, units), sales: [] };
  const key = asset.type === 'cash' ? asset.currency : asset.asset;
  const to = asset.type === 'cash' ? EXTERNAL_BANK : EXTERNAL_CUSTODIAN;
  const sale: CollateralSale = {
    account,
    asset: asset.asset,
    quantity: formatUnits(units, asset.scale),
    ...(price === undefined ? {} : { price }),
    proceeds: formatUnits(minor, baseScale),
  };
  return {
    minor,
    journal: [
      ...transfer(book, to, key, units),
      ...transfer(EXTERNAL_BANK, into, baseCurrency, minor),
    ],
    sales: [sale],
  };
}
