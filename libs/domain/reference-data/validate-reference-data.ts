import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import { failed, ok, type Result } from '#libs/domain/kernel/result.js';
import { Findings, type ReferenceDataError } from './findings.js';
import { gatherKnownNames, type KnownNames } from './known-names.js';
import { CLOCKS, type CurrencyDefinition, type ReferenceData } from './model.js';
import { isRecord, optionalBlock, readMap, readPart } from './part-reader.js';
import type { PartReader } from './part-reader.js';
import { present } from './present.js';
import { quoteValue } from './quote-value.js';
import { readCalendar } from './read-calendar.js';
import { readFees, readPriceAlignment, readRates } from './read-charges.js';
import { readCollateral, readCollateralLimits } from './read-collateral.js';
import {
  readAssessments,
  readDefaultFund,
  readDefaultManagement,
  readSkinInTheGame,
  readWaterfall,
} from './read-default-resources.js';
import { readInstruments } from './read-instruments.js';
import { readLiquidationGroups } from './read-liquidation-groups.js';
import { readMarginCalls } from './read-margin-calls.js';
import { readMembers } from './read-members.js';
import { readModel } from './read-model.js';
import { readMoveScenarios } from './read-moves.js';
import { readTradeCorrections } from './read-trade-corrections.js';
import { readUnderlyings } from './read-underlyings.js';
import {
  IDENTIFIER_SHAPE,
  readChoice,
  readIdentifier,
  readInteger,
  readReference,
} from './read-values.js';
import { CURRENCIES_MAX, CURRENCY_SCALE_MAX } from './reference-data-limits.js';

const FORMAT_VERSION = 1;

/**
 * Validates a reference-data document (contract, "Reference data"; clearing-house.yaml defines the
 * names) and fills in its defaults. Normalising what is normalised changes nothing.
 * @param document the document as parsed from YAML or JSON, from anyone: nothing is assumed of it
 * @returns the normalised document, or every error with its path and its mend, in the order of the
 *   definition; past {@link Findings}' bound the reading ends with an error that says so
 */
export function validateReferenceData(
  document: unknown,
): Result<ReferenceData, readonly ReferenceDataError[]> {
  const findings = new Findings();
  if (!isRecord(document)) {
    findings.add('', `${quoteValue(document)} is not a document with names such as members`);
    return failed(findings.errors);
  }
  const names = gatherKnownNames(document);
  const data = readPart(document, '', findings, (part) => readDocument(part, names));
  if (data === undefined || findings.errors.length > 0) return failed(findings.errors);
  return ok(data);
}

function readDocument(part: PartReader, names: KnownNames): ReferenceData {
  return present<ReferenceData>({
    version: readVersion(part),
    ledger: readIdentifier(part, 'ledger', 'main'),
    baseCurrency: readReference(part, 'baseCurrency', 'currency', names.currencies),
    clock: readChoice(part, 'clock', CLOCKS, 'wall'),
    currencies: readCurrencies(part),
    calendar: optionalBlock(part, 'calendar', readCalendar),
    members: readMembers(part, names),
    liquidationGroups: readLiquidationGroups(part),
    underlyings: readUnderlyings(part, names),
    instruments: readInstruments(part, names),
    model: readModel(part, names),
    collateral: readCollateral(part, names),
    collateralLimits: readCollateralLimits(part, names),
    marginCalls: readMarginCalls(part, names),
    defaultFund: readDefaultFund(part, names),
    skinInTheGame: readSkinInTheGame(part, names),
    assessments: readAssessments(part),
    waterfall: readWaterfall(part),
    defaultManagement: readDefaultManagement(part),
    fees: readFees(part, names),
    cashInterest: readRates(part, 'cashInterest', names),
    priceAlignment: readPriceAlignment(part, names),
    stressScenarios: readMoveScenarios(part, 'stressScenarios', names),
    tradeCorrections: readTradeCorrections(part),
  });
}

function readVersion(part: PartReader): 1 {
  const version = part.take('version');
  if (version === undefined) part.error('version', `is missing; write version: ${FORMAT_VERSION}`);
  else if (version !== FORMAT_VERSION) {
    const given = quoteValue(version);
    part.error('version', `${given} is not ${FORMAT_VERSION}, the one format version there is`);
  }
  return FORMAT_VERSION;
}

function readCurrencies(document: PartReader): Record<string, CurrencyDefinition> {
  if (!document.has('currencies')) {
    document.error(
      'currencies',
      'is missing; at least the base currency is due: USD: { scale: 2 }',
    );
  }
  return readMap(document, 'currencies', CURRENCIES_MAX, (currency, map) => {
    if (!isIdentifier(currency)) map.error(currency, `is not ${IDENTIFIER_SHAPE}`);
    return readPart(map.take(currency), map.pathOf(currency), map.findings, (part) => ({
      scale: readInteger(part, 'scale', { min: 0, max: CURRENCY_SCALE_MAX }),
    }));
  });
}
