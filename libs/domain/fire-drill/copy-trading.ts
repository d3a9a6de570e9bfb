import type { ClientPositions } from '#libs/domain/trading/client-positions.js';
import type { TradingState } from '#libs/domain/trading/trading-state.js';

/** Positions of all accounts, copied: most of what a house holds, so it is done by hand. */
export function copyTrading({
  holdings,
  clients,
  holders,
  lastTradeTicks,
  traded,
}: TradingState): TradingState {
  return {
    holdings: mapped(holdings, (ofAccount) => mapped(ofAccount, (holding) => ({ ...holding }))),
    clients: copyClients(clients),
    holders: mapped(holders, (accounts) => new Set(accounts)),
    lastTradeTicks: new Map(lastTradeTicks),
    traded: new Set(traded),
  };
}

const copyClients = (clients: ClientPositions): ClientPositions =>
  mapped(clients, (ofAccount) =>
    mapped(ofAccount, (ofClient) => mapped(ofClient, (lots) => ({ ...lots }))),
  );

function mapped<Value>(
  from: ReadonlyMap<string, Value>,
  copy: (value: Value) => Value,
): Map<string, Value> {
  const to = new Map<string, Value>();
  for (const [key, value] of from) to.set(key, copy(value));
  return to;
}
