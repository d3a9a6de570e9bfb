import type { DepositToSend } from '../messages.js';
import { HISTORY_END } from './live-markets.js';

/** Deposits at the first start; an account that is not here must be called before it has anything. */
const DOLLARS: readonly string[] = [
  '3000000.00',
  '1500000.00',
  '2500000.00',
  '800000.00',
  '4000000.00',
  '2000000.00',
];
/** What each of those has for contracts that settle in euros. */
const EUROS = '300000.00';

/** What accounts begin with. Deposited once: the same instruction again changes nothing. */
export function firstDeposits(accounts: readonly string[]): DepositToSend[] {
  return DOLLARS.flatMap((quantity, i) => {
    const account = accounts[i];
    if (account === undefined) return [];
    const common = { type: 'DEPOSIT' as const, account, valueDate: HISTORY_END };
    return [
      { ...common, instructionId: 'FIRST', asset: 'USD', quantity },
      { ...common, instructionId: 'FIRST-EUR', asset: 'EUR', quantity: EUROS },
    ];
  });
}
