import { HousePlay } from './house-play.js';
import { deposit, price } from './inputs.js';
import type { DocumentChanges } from './reference-document.js';

/** The collateral and the prices of worked example g (margin-model.md), in ALPHA/HOUSE. */
export function workedExampleG(changes: DocumentChanges = {}): HousePlay {
  const play = HousePlay.open(changes);
  play.price(price({ symbol: 'EURUSD', price: '1.0842' }));
  play.price(price({ symbol: 'UST-2028', price: '99.4375' }));
  play.price(price({ symbol: 'BTCUSD', price: '61234.57' }));
  const holdings = [
    ['USD', '2000000.00'],
    ['EUR', '1500000.00'],
    ['UST-2028', '1000000.00'],
    ['BTC', '40.00000000'],
  ] as const;
  for (const [asset, quantity] of holdings)
    play.collateral(deposit({ instructionId: `G-${asset}`, asset, quantity }));
  return play;
}
