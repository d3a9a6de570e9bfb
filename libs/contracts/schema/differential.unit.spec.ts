import type { Decoded } from '#libs/domain/inputs/inputs.js';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBid } from '../decoders/decode-bid.js';
import { decodeCollateral } from '../decoders/decode-collateral.js';
import { decodeCommand } from '../decoders/decode-command.js';
import { decodeMemberTrade } from '../decoders/decode-member-trade.js';
import { decodePrice } from '../decoders/decode-price.js';
import { decodeTrade } from '../decoders/decode-trade.js';
import { decodeVolatility } from '../decoders/decode-volatility.js';
import { schemaDocuments } from '../docs/schema-documents.js';
import { fieldsOf, type FieldRule } from '../fields/field-rule.js';
import { bytesOf, VALID_MESSAGES } from '../testing/valid-messages.js';
import { TOPICS_IN, type TopicIn } from '../topics.js';
import { compileSchema } from './compile-schema.js';
import { firstFaultOfVariants } from './first-fault.js';
import { isJsonObject, type JsonObject } from './json-schema.js';
import type { MessageClass, Variants } from './variants.js';

const RUNS = 6_000;

const DECODERS: Record<TopicIn, (value: Buffer) => Decoded<unknown, unknown>> = {
  trades: decodeTrade,
  prices: decodePrice,
  volatilities: decodeVolatility,
  collateral: decodeCollateral,
  'member-trades': (value) => decodeMemberTrade(value, 'ALPHA'),
  'member-collateral': decodeCollateral,
  'auction-bids': (value) => decodeBid(value, 'BETA'),
  commands: decodeCommand,
};

/** What the decoder adds of the member whose topic it is. */
const SENDERS: Partial<Record<TopicIn, object>> = {
  'auction-bids': { bidder: 'BETA' },
  'member-trades': { member: 'ALPHA' },
};

/** The object as class-validator wants it: instances all the way down. */
function instanceOf(variants: Variants, value: JsonObject): object {
  const type = variants.select(value);
  return typeof type === 'function' ? filled(type, value) : value;
}

function filled(type: MessageClass, value: JsonObject): object {
  const instance = new type();
  for (const { name, rule } of fieldsOf(type)) {
    if (value[name] !== undefined) Reflect.set(instance, name, nestedIn(rule, value[name]));
  }
  return instance;
}

function nestedIn({ nested }: FieldRule, value: unknown): unknown {
  if (nested === undefined) return value;
  const { variants } = nested;
  if (isJsonObject(value)) return instanceOf(variants, value);
  if (!Array.isArray(value)) return value;
  return value.map((element) => (isJsonObject(element) ? instanceOf(variants, element) : element));
}

function isGoodForClassValidator(topic: TopicIn, value: JsonObject): boolean {
  return validateSync(instanceOf(TOPICS_IN[topic].messages, value)).length === 0;
}

const published = schemaDocuments().in;
const validators = new Map(
  Object.entries(published).map(([topic, schema]) => [topic, compileSchema(schema)]),
);

/** Values that lie close to the border of some rule, on either side of it. */
const odd = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<unknown>(...borderValues()) },
  { weight: 2, arbitrary: fc.constantFrom(undefined, null) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 70 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^-?\d{0,40}(\.\d{0,40})?$/) },
  {
    weight: 1,
    arbitrary: fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-5]\d:[0-6]\d\.\d{3}Z)?$/),
  },
);

function borderValues(): unknown[] {
  return [
    [undefined, null, true, 0, -0, 1, 1.5, 36_525, 36_526, 2 ** 53 - 1, 2 ** 53, 1e300, -1],
    ['', ' ', '0', '-0', '1', '1.50', '-1.5', '01', '1e3', '+1', '.5', '5.', 'NaN'],
    ['1'.repeat(64), '1'.repeat(65), 'a'.repeat(64), 'a'.repeat(65), 'a', '-a', 'a\n', 'ä', 'a b'],
    ['A/B', 'A/', '/B', 'A/B/C', `${'a'.repeat(64)}/${'b'.repeat(64)}`, `A/${'b'.repeat(65)}`],
    ['2024-02-29', '2023-02-29', '2026-11-31', '0000-01-01', '2026-1-1', '2026-11-20\n'],
    ['2024-02-29T23:59:59.999Z', '2023-02-29T00:00:00.000Z', '2026-11-20T24:00:00.000Z'],
    ['2026-11-20T14:03:22Z', '2026-11-20T14:03:22.123+00:00', '2026-11-20t14:03:22.123z'],
    ['\ud800', 'x\udfff', '\u{1f600}', '\u{1f600}'.repeat(128), '\u{1f600}'.repeat(129), '\u0000'],
    ['\u007f', '\u0085', '\u2028', 'x'.repeat(128), 'x'.repeat(129), 'x'.repeat(1_001)],
    ['SETTLEMENT', 'FINAL', 'DEPOSIT', 'TRANSFER', 'SUBSTITUTION', 'DEFAULT_FUND_DEPOSIT'],
    ['SETTLE', 'CANCEL_CALL', 'EOD', 'RESENT', 'constructor', 'toString', '__proto__'],
    [[], [null], [[]], [{}], {}, [1], ['1'], { toString: 1 }, { length: 1 }, { type: 'SETTLE' }],
    [[{ logMoneyness: '0', volatility: '1' }], [{ logMoneyness: '0', volatility: 1 }]],
    [[{ logMoneyness: '0', volatility: '1' }, null], { asset: 'USD', quantity: '1' }],
    [[['2026-11-20', '1']], [['2026-11-20', 1]], [['2026-11-20', '1', '2']], [['2026-11-20']]],
    [nestedObject(63), nestedObject(64), nestedObject(65), [nestedObject(3)]],
  ].flat();
}

function nestedObject(levels: number): object {
  return levels === 1 ? {} : { a: nestedObject(levels - 1) };
}

/** A valid message in which up to three fields, at any depth, were replaced. */
function nearlyValid(topic: TopicIn): fc.Arbitrary<JsonObject> {
  return fc.constantFrom(...VALID_MESSAGES[topic]).chain((valid) => {
    const others = VALID_MESSAGES[topic].flatMap((message) => pathsOf(message));
    const path = fc.constantFrom(...pathsOf(valid), ...others);
    return fc
      .array(fc.tuple(path, odd), { maxLength: 3 })
      .map((changes) => changes.reduce<JsonObject>(replaced, valid))
      .map((message) => JSON.parse(JSON.stringify(message)) as JsonObject);
  });
}

function pathsOf(value: unknown, within: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [
    [...within, name],
    ...pathsOf(child, [...within, name]),
  ]);
}

function replaced(
  value: JsonObject,
  [path, by]: readonly [readonly string[], unknown],
): JsonObject {
  const copy = structuredClone(value);
  let at: unknown = copy;
  for (const name of path.slice(0, -1)) at = isContainer(at) ? Reflect.get(at, name) : undefined;
  if (isContainer(at)) Reflect.set(at, path.at(-1) ?? '', by);
  return copy;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

describe.each(Object.keys(TOPICS_IN) as TopicIn[])(
  'on %s, one definition has one verdict',
  (topic) => {
    it('on well-formed messages: all accept', () => {
      for (const message of VALID_MESSAGES[topic]) {
        expect(isGoodForClassValidator(topic, message)).toBe(true);
        expect(validators.get(topic)?.(message)).toBe(true);
        const decoded = { ...message, ...SENDERS[topic] };
        expect(DECODERS[topic](bytesOf(message))).toEqual({ kind: 'message', message: decoded });
      }
    });

    it('by class-validator, the published schema, the search for faults and the decoder', () => {
      const seen = { accepted: 0, refused: 0 };
      fc.assert(
        fc.property(nearlyValid(topic), (message) => {
          const accepted = isGoodForClassValidator(topic, message);
          seen[accepted ? 'accepted' : 'refused']++;
          expect(validators.get(topic)?.(message)).toBe(accepted);
          const fault = firstFaultOfVariants(TOPICS_IN[topic].messages, message);
          expect(fault === undefined).toBe(accepted);
          expect(DECODERS[topic](bytesOf(message)).kind === 'message').toBe(accepted);
        }),
        { numRuns: RUNS },
      );
      expect(seen.accepted).toBeGreaterThan(RUNS / 20);
      expect(seen.refused).toBeGreaterThan(RUNS / 20);
    });

    it('on objects of any kind', () => {
      fc.assert(
        fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
          const message = JSON.parse(JSON.stringify(value)) as JsonObject;
          const accepted = isGoodForClassValidator(topic, message);
          expect(validators.get(topic)?.(message)).toBe(accepted);
          expect(DECODERS[topic](bytesOf(message)).kind === 'message').toBe(accepted);
        }),
      );
    });
  },
);
