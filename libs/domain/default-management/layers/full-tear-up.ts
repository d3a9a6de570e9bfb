import { settlementOrMark } from '../account-outcome.js';
import { gainsMinor } from './gains-haircut.js';
import { smaller, type LayerRule } from './layer-rule.js';
import { extinguishAll } from './tear-up.js';

/**
 * The ledger closes: every position is extinguished at the last settlement price, and what is missing is
 * cut from the gains of the last cycle, which come from nothing but earlier trades then, as far as they go.
 */
export const fullTearUp: LayerRule = (question) => {
  const { house, marks } = question;
  const availableMinor = gainsMinor({ ...question, marks: settlementOrMark(house, marks) });
  const { trades, events } = extinguishAll(question);
  return {
    availableMinor,
    usedMinor: smaller(availableMinor, question.lossMinor),
    trades,
    journal: [],
    events,
  };
};
