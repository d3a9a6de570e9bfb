import { describe, expect, it } from 'vitest';
import { BAD_INPUTS } from '../testing/bad-inputs.js';
import { decodeCollateral } from './decode-collateral.js';
import { decodeCommand } from './decode-command.js';
import { decodePrice } from './decode-price.js';
import { decodeTrade } from './decode-trade.js';
import { decodeVolatility } from './decode-volatility.js';

const DECODERS = { decodeTrade, decodePrice, decodeVolatility, decodeCollateral, decodeCommand };

describe.each(Object.entries(DECODERS))('%s says why it cannot read', (_, decode) => {
  it.each(BAD_INPUTS)('%s', (_what, bytes, reason) => {
    const decoded = decode(bytes);
    expect(decoded.kind).toBe('unreadable');
    expect(decoded).toHaveProperty('reason', expect.stringMatching(reason));
  });
});
