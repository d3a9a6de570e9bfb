import { compareDecimals, parseDecimal } from '#libs/domain/kernel/decimal.js';
import { entryPath, namePath } from './document-path.js';
import type { ReferenceDataError } from './findings.js';
import type { Account, Instrument, ReferenceData } from './model.js';

/** What has happened in the ledger that a change of reference data must not rewrite. */
export interface LedgerFacts {
  /** Whether the ledger has decided anything at all beyond its reference data. */
  readonly anythingDecided: boolean;
  /** Instruments that have traded, also those that nobody holds any longer. */
  readonly tradedInstruments: ReadonlySet<string>;
  /** Instruments that were adjusted: how, and where the ledger says so. */
  readonly adjustedInstruments: ReadonlyMap<
    string,
    { readonly ratio: string; readonly position: number }
  >;
  /** MEMBER/ACCOUNT of those with positions, cash, debts, collateral or open calls. */
  readonly accountsHolding: ReadonlySet<string>;
  /** Instruments of the buckets that hold something, by MEMBER/ACCOUNT. */
  readonly bucketsHolding: ReadonlyMap<string, ReadonlySet<string>>;
  /** Members whose contribution is in the default fund, or whose default is open. */
  readonly membersHolding: ReadonlySet<string>;
  /** Collateral assets of which any quantity is held. */
  readonly assetsHeld: ReadonlySet<string>;
  /** Currencies in which anything has been booked. */
  readonly currenciesUsed: ReadonlySet<string>;
}

/**
 * What in `after` would rewrite the past (contract, "Reference data"): decisions already in the
 * ledger were made with these terms, and no later file may contradict them. A margin mode, a limit
 * or a parameter of the model may change at any time: it counts from then on. Only buckets, which are of
 * isolated accounts and of an instrument, have to be empty before.
 * @returns the refusals, each with its path and mend; empty when the change may be applied
 */
export function refusePastRewriting(
  before: ReferenceData,
  after: ReferenceData,
  facts: LedgerFacts,
): ReferenceDataError[] {
  return [
    ...foundationsChanged(before, after, facts),
    ...currenciesChanged(before, after, facts),
    ...accountsChanged(before, after, facts),
    ...instrumentsChanged(before, after, facts),
    ...assetsChanged(before, after, facts),
  ];
}

function foundationsChanged(
  before: ReferenceData,
  after: ReferenceData,
  facts: LedgerFacts,
): ReferenceDataError[] {
  const errors: ReferenceDataError[] = [];
  if (before.ledger !== after.ledger) {
    const message = `${after.ledger} is not the ledger ${before.ledger}; a ledger keeps its name`;
    errors.push({ path: 'ledger', message });
  }
  if (!facts.anythingDecided) return errors;
  for (const name of ['baseCurrency', 'clock'] as const) {
    if (before[name] === after[name]) continue;
    errors.push(refusedChange(name, before[name], after[name], 'the ledger has decided with it'));
  }
  return errors;
}

function currenciesChanged(
  before: ReferenceData,
  after: ReferenceData,
  facts: LedgerFacts,
): ReferenceDataError[] {
  return Object.entries(before.currencies).flatMap(([currency, { scale }]) => {
    if (!facts.currenciesUsed.has(currency)) return [];
    const path = namePath('currencies', currency);
    const reason = 'amounts in it have been booked';
    const kept = Object.hasOwn(after.currencies, currency) ? after.currencies[currency] : undefined;
    if (kept === undefined) return [refusedRemoval(path, reason)];
    if (kept.scale === scale) return [];
    return [refusedChange(`${path}.scale`, String(scale), String(kept.scale), reason)];
  });
}

function accountsChanged(
  before: ReferenceData,
  after: ReferenceData,
  facts: LedgerFacts,
): ReferenceDataError[] {
  const kept = new Map(after.members.map((member, at) => [member.id, { member, at }]));
  return before.members.flatMap((member) => {
    const match = kept.get(member.id);
    const holding = member.accounts.filter((account) =>
      facts.accountsHolding.has(`${member.id}/${account.id}`),
    );
    const memberPath = entryPath('members', match?.at ?? member.id);
    if (match === undefined) {
      if (holding.length === 0 && !facts.membersHolding.has(member.id)) return [];
      const reason = 'it still holds something or owes it: settle and withdraw it first';
      return [refusedRemoval(memberPath, reason)];
    }
    const accounts = new Map(match.member.accounts.map((each, at) => [each.id, { each, at }]));
    return holding.flatMap((account) => {
      const keptAccount = accounts.get(account.id);
      const path = entryPath(`${memberPath}.accounts`, keptAccount?.at ?? account.id);
      const hasBuckets = facts.bucketsHolding.has(`${member.id}/${account.id}`);
      return accountChanged(path, account, keptAccount?.each, hasBuckets);
    });
  });
}

function accountChanged(
  path: string,
  before: Account,
  after: Account | undefined,
  hasBuckets: boolean,
): ReferenceDataError[] {
  if (after === undefined) {
    return [refusedRemoval(path, 'it still holds something or owes it: empty it first')];
  }
  if (hasBuckets && before.marginMode !== after.marginMode) {
    const reason = 'buckets of it hold something: transfer that to the account itself first';
    return [refusedChange(`${path}.marginMode`, before.marginMode, after.marginMode, reason)];
  }
  if (before.type === after.type) return [];
  const reason = 'house and client money never mix, and it holds something';
  return [refusedChange(`${path}.type`, before.type, after.type, reason)];
}

function instrumentsChanged(
  before: ReferenceData,
  after: ReferenceData,
  facts: LedgerFacts,
): ReferenceDataError[] {
  const kept = new Map(after.instruments.map((each, at) => [each.id, { each, at }]));
  const withBucket = new Set([...facts.bucketsHolding.values()].flatMap((each) => [...each]));
  return before.instruments.flatMap((instrument) => {
    const match = kept.get(instrument.id);
    const path = entryPath('instruments', match?.at ?? instrument.id);
    if (match === undefined && withBucket.has(instrument.id))
      return [refusedRemoval(path, 'a bucket of it holds something')];
    const hasTraded = facts.tradedInstruments.has(instrument.id);
    if (match === undefined) return hasTraded ? [refusedRemoval(path, 'it has traded')] : [];
    const adjusted = facts.adjustedInstruments.get(instrument.id);
    if (!hasTraded && !adjusted) return [];
    const reason = adjusted
      ? `it was adjusted ${adjusted.ratio} at ledger position ${adjusted.position}, and the file has to say the terms since`
      : 'it has traded';
    const refused = termsChanged(path, instrument, match.each, reason);
    if (!adjusted) return refused;
    return refused.map((each) => ({ ...each, adjustedAt: adjusted.position }));
  });
}

function termsChanged(
  path: string,
  before: Instrument,
  after: Instrument,
  reason: string,
): ReferenceDataError[] {
  const termsBefore = fixedTerms(before);
  const termsAfter = fixedTerms(after);
  if (before.type !== after.type) {
    return [refusedChange(`${path}.type`, before.type, after.type, reason)];
  }
  return Object.keys(termsBefore).flatMap((name) => {
    const [old, now] = [termsBefore[name] ?? '', termsAfter[name] ?? ''];
    // A term that was not given yet may be added: nothing has been decided by it.
    if (old === now || old === '' || isSameNumber(name, old, now)) return [];
    return [refusedChange(`${path}.${name}`, old, now, reason)];
  });
}

/** The terms by which trades of the instrument were priced, settled and margined. */
function fixedTerms(instrument: Instrument): Record<string, string> {
  const terms = {
    underlying: instrument.underlying,
    currency: instrument.currency,
    tickSize: instrument.tickSize,
    tickValueMinor: String(instrument.tickValueMinor),
  };
  if (instrument.type === 'perpetual') return { ...terms, index: instrument.index ?? '' };
  if (instrument.type === 'future') return { ...terms, expiry: instrument.expiry };
  return {
    ...terms,
    expiry: instrument.expiry,
    right: instrument.right,
    strike: instrument.strike,
    premiumStyle: instrument.premiumStyle,
    forward: instrument.forward ?? '',
    exercise: instrument.exercise,
  };
}

/** A strike may be written with other zeros; a tick size may not: prices are written like it. */
function isSameNumber(name: string, left: string, right: string): boolean {
  return name === 'strike' && compareDecimals(parseDecimal(left), parseDecimal(right)) === 0;
}

function assetsChanged(
  before: ReferenceData,
  after: ReferenceData,
  facts: LedgerFacts,
): ReferenceDataError[] {
  const kept = new Map(after.collateral.map((each, at) => [each.asset, { each, at }]));
  return before.collateral.flatMap((asset) => {
    if (!facts.assetsHeld.has(asset.asset)) return [];
    const match = kept.get(asset.asset);
    const path = entryPath('collateral', match?.at ?? asset.asset);
    if (match === undefined) return [refusedRemoval(path, 'some of it is held as collateral')];
    return (['type', 'currency', 'scale'] as const).flatMap((name) => {
      const [old, now] = [String(asset[name]), String(match.each[name])];
      const reason = 'some of it is held as collateral';
      return old === now ? [] : [refusedChange(`${path}.${name}`, old, now, reason)];
    });
  });
}

function refusedChange(
  path: string,
  before: string,
  after: string,
  reason: string,
): ReferenceDataError {
  const shown = (value: string): string => (value === '' ? 'nothing' : value);
  const message = `cannot change from ${shown(before)} to ${shown(after)}: ${reason}`;
  return { path, message: `${message}; leave it as it is` };
}

function refusedRemoval(path: string, reason: string): ReferenceDataError {
  return { path, message: `cannot be removed: ${reason}` };
}
