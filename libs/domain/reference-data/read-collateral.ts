import type { KnownNames } from './known-names.js';
import { COLLATERAL_TYPES, type CollateralAsset, type CollateralLimit } from './model.js';
import { readList, readPart, type PartReader } from './part-reader.js';
import { present } from './present.js';
import { quoteValue } from './quote-value.js';
import { optionalDecimal, POSITIVE, readDecimal, SHARE } from './read-decimals.js';
import {
  optionalIdentifier,
  optionalInteger,
  readIdentifier,
  readInteger,
  readReference,
  requiredChoice,
  unknownReference,
} from './read-values.js';
import {
  ASSET_SCALE_MAX,
  COLLATERAL_ASSETS_MAX,
  COLLATERAL_LIMITS_MAX,
} from './reference-data-limits.js';
import { UniqueNames } from './unique-names.js';

const AGE_SECONDS_MAX = 366 * 86_400;
const SCALE_ABSENT = { security: 2, crypto: 8 } as const;
const PRICE_UNIT_ABSENT = { cash: '1', security: '100', crypto: '1' } as const;
/** Of collateral in another currency than the base currency (margin-model.md g.2). */
const CURRENCY_HAIRCUT_ABSENT = '0.08';

export function readCollateral(document: PartReader, names: KnownNames): CollateralAsset[] {
  const { findings } = document;
  const assets = new UniqueNames('asset', findings);
  return readList(document, 'collateral', COLLATERAL_ASSETS_MAX, (value, path) =>
    readPart(value, path, findings, (part) => {
      const asset = readAsset(part, names);
      assets.add(asset?.asset ?? '', part.pathOf('asset'));
      return asset;
    }),
  );
}

function readAsset(part: PartReader, names: KnownNames): CollateralAsset | undefined {
  const asset = readIdentifier(part, 'asset');
  const type = requiredChoice(part, 'type', COLLATERAL_TYPES);
  const currency = readReference(part, 'currency', 'currency', names.currencies);
  if (type === undefined) {
    part.takeAll();
    return undefined;
  }
  const isCash = type === 'cash';
  const isForeign = currency !== names.baseCurrency;
  const currencyHaircut = { ...SHARE, absent: isForeign ? CURRENCY_HAIRCUT_ABSENT : '0' };
  const priceUnit = { ...POSITIVE, absent: PRICE_UNIT_ABSENT[type] };
  checkCurrencyNames(part, asset, isCash, currency, names);
  return present<CollateralAsset>({
    asset,
    type,
    currency,
    scale: isCash
      ? readCashScale(part, currency, names)
      : readInteger(part, 'scale', { min: 0, max: ASSET_SCALE_MAX, absent: SCALE_ABSENT[type] }),
    haircut: readDecimal(part, 'haircut', isCash ? { ...SHARE, absent: '0' } : SHARE),
    currencyHaircut: readDecimal(part, 'currencyHaircut', currencyHaircut),
    priceUnit: readDecimal(part, 'priceUnit', priceUnit),
    issuer: optionalIdentifier(part, 'issuer'),
    class: optionalIdentifier(part, 'class'),
    priceSymbol: optionalIdentifier(part, 'priceSymbol') ?? (isCash ? undefined : asset),
    maxAgeSeconds: optionalInteger(part, 'maxAgeSeconds', { min: 1, max: AGE_SECONDS_MAX }),
  });
}

/** Cash is booked by currency, so its asset is the currency, and nothing else is called like it. */
function checkCurrencyNames(
  part: PartReader,
  asset: string,
  isCash: boolean,
  currency: string,
  names: KnownNames,
): void {
  if (asset === '') return;
  if (isCash && currency !== '' && asset !== currency) {
    part.error('asset', `${quoteValue(asset)} is cash in ${currency}; name it ${currency}`);
  }
  if (!isCash && names.currencies.has(asset)) {
    part.error('asset', `${quoteValue(asset)} is a currency; an asset needs a name of its own`);
  }
}

function readCashScale(part: PartReader, currency: string, names: KnownNames): number {
  const scale = names.currencies.get(currency);
  const absent = scale ?? 0;
  const given = readInteger(part, 'scale', { min: 0, max: ASSET_SCALE_MAX, absent });
  if (scale !== undefined && given !== scale) {
    part.error('scale', `${given} is not the scale of ${currency}, ${scale}; leave it out`);
  }
  return absent;
}

export function readCollateralLimits(document: PartReader, names: KnownNames): CollateralLimit[] {
  return readList(document, 'collateralLimits', COLLATERAL_LIMITS_MAX, (value, path) =>
    readPart(value, path, document.findings, (part) => readLimit(part, names)),
  );
}

function readLimit(part: PartReader, names: KnownNames): CollateralLimit {
  const limit = present<CollateralLimit>({
    class: optionalIdentifier(part, 'class'),
    asset: optionalIdentifier(part, 'asset'),
    shareOfRequirement: optionalDecimal(part, 'shareOfRequirement', SHARE),
    totalQuantity: optionalDecimal(part, 'totalQuantity', { min: '0' }),
  });
  if (part.has('class') === part.has('asset')) {
    part.findings.add(part.path, 'needs a class or an asset that it is for, and not both');
  }
  if (limit.shareOfRequirement === undefined && limit.totalQuantity === undefined) {
    part.findings.add(part.path, 'limits nothing; give shareOfRequirement or totalQuantity');
  }
  const { class: assetClass, asset } = limit;
  if (assetClass !== undefined && !names.assetClasses.has(assetClass)) {
    part.error('class', unknownReference(assetClass, 'class', names.assetClasses.keys()));
  }
  if (asset !== undefined && !names.assets.has(asset)) {
    part.error('asset', unknownReference(asset, 'collateral asset', names.assets.keys()));
  }
  if (limit.totalQuantity !== undefined && part.has('class')) {
    part.error('totalQuantity', 'is a quantity of one asset; a class has none in common');
  }
  return limit;
}
