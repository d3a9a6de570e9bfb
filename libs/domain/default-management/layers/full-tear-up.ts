import { settlementOrMark } from '../account-outcome.js';
import { gainsHaircut } from './gains-haircut.js';
import type { LayerRule } from './layer-rule.js';
import { extinguishAll } from './tear-up.js';

/**
 * The ledger closes: every position is extinguished at the last settlement price, and what is missing is
 * cut from gains: those that are due, and those of the last cycle, which come from nothing but earlier trades
 * then, as far as they go.
 */
export const fullTearUp: LayerRule = (question) => {
  const { house, marks } = question;
  const { trades, events } = extinguishAll(question);
  const cut = gainsHaircut({ ...question, marks: settlementOrMark(house, marks) });
  return { ...cut, trades, events };
};
