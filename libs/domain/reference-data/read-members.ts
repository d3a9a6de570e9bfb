import type { KnownNames } from './known-names.js';
import { isLegalEntityIdentifier } from './legal-entity-identifier.js';
import {
  ACCOUNT_TYPES,
  MARGIN_MODES,
  MEMBER_STATUSES,
  type Account,
  type Limits,
  type Member,
} from './model.js';
import { optionalBlock, readList, readMap, readPart, type PartReader } from './part-reader.js';
import { present } from './present.js';
import { quoteValue } from './quote-value.js';
import { baseAmountRule, optionalDecimal } from './read-decimals.js';
import {
  IDENTIFIER_SHAPE,
  optionalInteger,
  optionalText,
  readChoice,
  readIdentifier,
  readInteger,
  readText,
  unknownReference,
} from './read-values.js';
import { isIdentifier } from '#libs/domain/kernel/identifier.js';
import {
  ACCOUNTS_PER_MEMBER_MAX,
  INSTRUMENTS_MAX,
  MEMBERS_MAX,
  ORDER_LOTS_MAX,
  OWN_ISSUES_MAX,
  POSITION_LOTS_MAX,
} from './reference-data-limits.js';
import { UniqueNames } from './unique-names.js';

export function readMembers(document: PartReader, names: KnownNames): Member[] {
  const { findings } = document;
  const ids = new UniqueNames('id', findings);
  const leis = new UniqueNames('LEI', findings);
  return readList(document, 'members', MEMBERS_MAX, (value, path) =>
    readPart(value, path, findings, (part) => {
      const member = readMember(part, names);
      ids.add(member.id, part.pathOf('id'));
      leis.add(member.lei ?? '', part.pathOf('lei'));
      return member;
    }),
  );
}

function readMember(part: PartReader, names: KnownNames): Member {
  const id = readIdentifier(part, 'id');
  const accountIds = new UniqueNames('id', part.findings);
  return present<Member>({
    id,
    name: readText(part, 'name', id),
    lei: readLei(part),
    group: readIdentifier(part, 'group', id),
    status: readChoice(part, 'status', MEMBER_STATUSES, 'active'),
    // An issue may be an asset, an issuer or an underlying, also one that this file does not list.
    ownIssues: readList(part, 'ownIssues', OWN_ISSUES_MAX, (value, path) => {
      if (isIdentifier(value)) return value;
      part.findings.add(path, `${quoteValue(value)} is not ${IDENTIFIER_SHAPE}`);
      return undefined;
    }),
    defaultFund: optionalDecimal(part, 'defaultFund', baseAmountRule(names)),
    limits: optionalBlock(part, 'limits', (block) => readLimits(block, names)),
    accounts: readList(part, 'accounts', ACCOUNTS_PER_MEMBER_MAX, (value, path) =>
      readPart(value, path, part.findings, (accountPart) => {
        const account = readAccount(accountPart, names);
        accountIds.add(account.id, accountPart.pathOf('id'));
        return account;
      }),
    ),
  });
}

function readLei(part: PartReader): string | undefined {
  const value = part.take('lei');
  if (value === undefined) return undefined;
  if (typeof value === 'string' && isLegalEntityIdentifier(value)) return value;
  part.error(
    'lei',
    `${quoteValue(value)} is not a legal entity identifier: 20 capital letters and digits ` +
      'of which the last two are the check digits of ISO 17442',
  );
  return '';
}

function readAccount(part: PartReader, names: KnownNames): Account {
  return present<Account>({
    id: readIdentifier(part, 'id'),
    type: readChoice(part, 'type', ACCOUNT_TYPES),
    marginMode: readChoice(part, 'marginMode', MARGIN_MODES, 'portfolio'),
    client: optionalText(part, 'client'),
    limits: optionalBlock(part, 'limits', (block) => readLimits(block, names)),
  });
}

function readLimits(part: PartReader, names: KnownNames): Limits {
  return present<Limits>({
    maxExposure: optionalDecimal(part, 'maxExposure', baseAmountRule(names)),
    maxDeficit: optionalDecimal(part, 'maxDeficit', baseAmountRule(names)),
    maxLots: part.has('maxLots') ? readMaxLots(part, names) : void part.take('maxLots'),
    maxOrderLots: optionalInteger(part, 'maxOrderLots', { min: 0, max: ORDER_LOTS_MAX }),
  });
}

function readMaxLots(part: PartReader, names: KnownNames): Record<string, number> {
  return readMap(part, 'maxLots', INSTRUMENTS_MAX, (instrument, map) => {
    if (!names.instruments.has(instrument)) {
      const known = names.instruments.keys();
      map.error(instrument, unknownReference(instrument, 'instrument', known));
    }
    return readInteger(map, instrument, { min: 0, max: POSITION_LOTS_MAX });
  });
}
