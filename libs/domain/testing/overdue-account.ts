import { HousePlay } from './house-play.js';
import { price, trade } from './inputs.js';
import type { DocumentChanges } from './reference-document.js';

/** A house in which an account is long 20 lots without collateral, and its call is overdue. */
export function overdueAccount(account: string, changes: DocumentChanges = {}): HousePlay {
  const play = HousePlay.open(changes);
  play.price(price());
  play.trade(trade({ tradeId: 'OVERDUE', quantity: '20', buyer: account, seller: 'ALPHA/C1' }));
  play.evaluate();
  play.price(price({ observedAt: '2026-11-20T15:30:00.000Z' }));
  const overdue = play.of('MarginCallOverdue').some((call) => call.account === account);
  if (!overdue) throw new Error(`${account} has no overdue call`);
  return play;
}
