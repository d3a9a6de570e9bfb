import { MESSAGE_BYTES_MAX } from '../fields/bounds.js';

const NESTING = 100_000;

/** Bytes that no decoder can read, by what is wrong with them, with the reason that is due. */
export const BAD_INPUTS: readonly (readonly [string, Buffer | null, RegExp])[] = [
  ['a null value', null, /empty/],
  ['an empty value', Buffer.alloc(0), /empty/],
  ['blanks', Buffer.from('  \n'), /not JSON/],
  ['cut off', Buffer.from('{"tradeId": "T10", '), /not JSON/],
  ['XML', Buffer.from('<trade id="1"/>'), /not JSON/],
  ['two objects', Buffer.from('{}{}'), /not JSON/],
  ['a NaN', Buffer.from('{"price": NaN}'), /not JSON/],
  ['binary', Buffer.from([0xff, 0x00, 0x01]), /UTF-8/],
  ['an overlong sequence', Buffer.from([0x7b, 0xc0, 0xaf, 0x7d]), /UTF-8/],
  ['a surrogate encoded by itself', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), /UTF-8/],
  ['a truncated character', Buffer.from([0x22, 0xe2, 0x82]), /UTF-8/],
  ['a byte order mark', Buffer.from('\ufeff{"tradeId":"T1","venue":"V"}'), /byte order mark/],
  ['UTF-16', Buffer.from('{"tradeId":"T1"}', 'utf16le'), /not JSON/],
  ['a list', Buffer.from('[1,2]'), /JSON list/],
  ['a string', Buffer.from('"T1"'), /single JSON value/],
  ['a number', Buffer.from('17'), /single JSON value/],
  ['the word null', Buffer.from('null'), /single JSON value/],
  ['an empty object', Buffer.from('{}'), /is missing/],
  ['nested lists', Buffer.from('['.repeat(NESTING) + ']'.repeat(NESTING)), /JSON list/],
  ['nested lists left open', Buffer.from('['.repeat(NESTING)), /not JSON/],
  [
    'nested objects without an identity',
    Buffer.from(`${'{"a":'.repeat(NESTING)}1${'}'.repeat(NESTING)}`),
    /is missing/,
  ],
  ['more than 1 MiB', Buffer.alloc(MESSAGE_BYTES_MAX + 1, ' '), /1048577 bytes/],
  ['1 MiB of blanks', Buffer.alloc(MESSAGE_BYTES_MAX, ' '), /not JSON/],
  ['an identity only by prototype', Buffer.from(identityByPrototype()), /is missing/],
];

function identityByPrototype(): string {
  const identity =
    '{"tradeId":"T1","venue":"V","instructionId":"C1","account":"A/B","commandId":"c",' +
    '"symbol":"S","underlying":"U"}';
  return `{"__proto__":${identity},"constructor":{"prototype":${identity}}}`;
}
