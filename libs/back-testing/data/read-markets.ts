import fs from 'node:fs';
import path from 'node:path';
import { BackTestError, MissingDataError } from '../back-test-error.js';
import { DATES_MAX } from '../limits.js';
import { PRODUCTS, type Product } from '../products.js';
import { readCloses, type ReadCloses, type RowRules } from './read-closes.js';

/** A product with its real closes. */
export interface Market extends ReadCloses {
  readonly product: Product;
}

export interface Markets {
  readonly folder: string;
  readonly byProduct: ReadonlyMap<string, Market>;
  /** Implied volatility of the S&P 500, percent per root year. */
  readonly impliedVolatility?: ReadCloses;
  /** Files that are not there, each once. */
  readonly missing: readonly string[];
}

const VOLATILITY_FILE = 'vix.csv';
const VOLATILITY_RULES = { scale: 1, tradesAtWeekends: false, leftOut: [] };

/**
 * Reads the closes of every product whose file is in the folder, up to `to` (YYYY-MM-DD) inclusive.
 * @throws MissingDataError when the folder is not there or holds none of the files; BackTestError
 *   that names the line of a malformed one
 */
export function readMarkets(folder: string, to: string): Markets {
  const absolute = path.resolve(folder);
  if (!fs.existsSync(absolute))
    throw new MissingDataError(`--data: there is no folder ${absolute}`);
  const byProduct = new Map<string, Market>();
  const missing = new Set<string>();
  const read = (file: string, rules: RowRules): ReadCloses | undefined => {
    const text = readIfThere(path.join(absolute, file));
    if (text !== undefined) return upTo(readCloses(text, file, rules), file, to);
    missing.add(file);
    return undefined;
  };
  for (const product of Object.values<Product>(PRODUCTS)) {
    const closes = read(product.file, product);
    if (closes) byProduct.set(product.id, { ...closes, product });
  }
  if (byProduct.size === 0) {
    throw new MissingDataError(`--data: ${absolute} has none of ${[...missing].join(', ')}`);
  }
  const impliedVolatility = read(VOLATILITY_FILE, VOLATILITY_RULES);
  return {
    folder: absolute,
    byProduct,
    ...(impliedVolatility ? { impliedVolatility } : {}),
    missing: [...missing],
  };
}

/** The text of a file; undefined where there is none. */
export function readIfThere(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function upTo(read: ReadCloses, file: string, to: string): ReadCloses {
  const after = read.dates.findIndex((date) => date > to);
  const end = after < 0 ? read.dates.length : after;
  if (end > DATES_MAX) {
    throw new BackTestError(`${file}: more than ${DATES_MAX} dates are no daily history`);
  }
  return { ...read, dates: read.dates.slice(0, end), closes: read.closes.slice(0, end) };
}
