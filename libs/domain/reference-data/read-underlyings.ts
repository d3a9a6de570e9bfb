import type { KnownNames } from './known-names.js';
import {
  MARGIN_METHODS,
  RETURN_KINDS,
  type ExtendedMoves,
  type LiquiditySettings,
  type ScanSettings,
  type TradePriceBand,
  type Underlying,
} from './model.js';
import { optionalBlock, readList, readPart, type PartReader } from './part-reader.js';
import { present } from './present.js';
import { readDecimalMap } from './read-decimal-map.js';
import {
  checkDecimal,
  NOT_NEGATIVE,
  optionalDecimal,
  POSITIVE,
  readDecimal,
  SHARE,
  YEARLY_RATE,
} from './read-decimals.js';
import { readPriceFeed } from './read-price-feed.js';
import { readChoice, readIdentifier, readInteger, readReference } from './read-values.js';
import { EXTENDED_MOVES_MAX, MEMBERS_MAX, UNDERLYINGS_MAX } from './reference-data-limits.js';
import { UniqueNames } from './unique-names.js';

/** `SPX.VOL` names the volatility of SPX (contract, "Reference data"), so no underlying may. */
const VOLATILITY_SUFFIX = '.VOL';

export function readUnderlyings(document: PartReader, names: KnownNames): Underlying[] {
  const { findings } = document;
  const ids = new UniqueNames('id', findings);
  return readList(document, 'underlyings', UNDERLYINGS_MAX, (value, path) =>
    readPart(value, path, findings, (part) => {
      const underlying = readUnderlying(part, names);
      ids.add(underlying.id, part.pathOf('id'));
      if (underlying.id.endsWith(VOLATILITY_SUFFIX)) {
        part.error('id', 'ends in .VOL, which names the volatility of an underlying');
      }
      return underlying;
    }),
  );
}

function readUnderlying(part: PartReader, names: KnownNames): Underlying {
  const id = readIdentifier(part, 'id');
  const groups = names.liquidationGroups;
  const liquidationGroup = readReference(part, 'liquidationGroup', 'liquidation group', groups);
  const returns = readChoice(part, 'returns', RETURN_KINDS, 'log');
  const isKindKnown = (part.take('returns') ?? returns) === returns;
  const method = readChoice(part, 'method', MARGIN_METHODS, 'fhs');
  if (method === 'scan' && !part.has('scan')) {
    part.error('scan', 'is missing; method scan needs its ranges, priceRange and volatilityRange');
  }
  if (isKindKnown && part.has('returnShift') !== (returns === 'shifted-log')) {
    const mend = part.has('returnShift') ? 'is only for' : 'is missing; it is needed for';
    part.error('returnShift', `${mend} returns shifted-log`);
  }
  return present<Underlying>({
    id,
    liquidationGroup,
    returns,
    returnShift: optionalDecimal(part, 'returnShift', {}),
    method,
    minimumHistory: readInteger(part, 'minimumHistory', { min: 1, max: 100_000, absent: 250 }),
    scan: optionalBlock(part, 'scan', readScan),
    marginFloor: readDecimal(part, 'marginFloor', { ...SHARE, absent: '0.005' }),
    shortOptionMinimum: readDecimal(part, 'shortOptionMinimum', { ...SHARE, absent: '0.005' }),
    liquidity: optionalBlock(part, 'liquidity', readLiquidity),
    extendedMoves: optionalBlock(part, 'extendedMoves', readExtendedMoves),
    riskFreeRate: readDecimal(part, 'riskFreeRate', { ...YEARLY_RATE, absent: '0' }),
    dividendYield: readDecimal(part, 'dividendYield', { ...YEARLY_RATE, absent: '0' }),
    issuerWeights: readDecimalMap(part, 'issuerWeights', MEMBERS_MAX, SHARE),
    tradePriceBand: optionalBlock(part, 'tradePriceBand', readTradePriceBand),
    priceFeed: optionalBlock(part, 'priceFeed', readPriceFeed),
  });
}

function readScan(part: PartReader): ScanSettings {
  return {
    priceRange: readDecimal(part, 'priceRange', { ...POSITIVE, absent: '0.08' }),
    volatilityRange: readDecimal(part, 'volatilityRange', { ...NOT_NEGATIVE, absent: '0.04' }),
    extremeMultiple: readDecimal(part, 'extremeMultiple', { ...NOT_NEGATIVE, absent: '2' }),
    extremeCover: readDecimal(part, 'extremeCover', { ...SHARE, absent: '0.35' }),
  };
}

function readLiquidity(part: PartReader): LiquiditySettings {
  const volume = { ...POSITIVE, absent: '20000' };
  const volatility = { ...NOT_NEGATIVE, absent: '0.01' };
  return {
    halfSpread: readDecimal(part, 'halfSpread', { ...SHARE, absent: '0.0001' }),
    averageDailyVolume: readDecimal(part, 'averageDailyVolume', volume),
    halfSpreadVolatility: readDecimal(part, 'halfSpreadVolatility', volatility),
  };
}

function readExtendedMoves(part: PartReader): ExtendedMoves {
  const scanRange = readDecimal(part, 'scanRange', { ...POSITIVE, absent: '0.16' });
  const moves = readList(part, 'moves', EXTENDED_MOVES_MAX, (value, path) => {
    // A move is relative: below -1 the price would change its sign; the weight divides by it.
    const move = checkDecimal(part, path, value, { above: '-1' });
    if (move !== undefined && Number(move) === 0) {
      part.findings.add(path, 'is no move; give one below or above zero, such as "-0.35"');
    }
    return move;
  });
  if (moves.length === 0) {
    part.error(
      'moves',
      'names no move; give at least one, such as "-0.35", or leave the block out',
    );
  }
  const volatility = { ...NOT_NEGATIVE, absent: '0.40' };
  return { scanRange, moves, volatilityUp: readDecimal(part, 'volatilityUp', volatility) };
}

function readTradePriceBand(part: PartReader): TradePriceBand {
  return {
    relative: readDecimal(part, 'relative', { ...NOT_NEGATIVE, absent: '0.10' }),
    absolute: readDecimal(part, 'absolute', { ...NOT_NEGATIVE, absent: '0.00' }),
  };
}
