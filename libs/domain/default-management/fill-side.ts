import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { FillOrder, PositionEffect } from '#libs/domain/inputs/inputs.js';
import { ok } from '#libs/domain/kernel/result.js';
import { isGrossOmnibus } from '#libs/domain/reference-data/account-kind.js';
import type { DefaultCase } from './default-state.js';
import { refuseStep, type Stepped } from './default-refusal.js';
import { accountsOf } from './find-default.js';
import type { OpenLots } from './lots-of-side.js';
import { inWords, keyOf, openLotsOf } from './open-lots.js';

/** Whose side of a trade it is. */
export interface FillSide {
  readonly account: string;
  /** Both where the account is gross omnibus. */
  readonly client?: string;
  readonly effect?: PositionEffect;
}

/** What orders of one command leave of what the defaulter holds. */
export class LotsLeft {
  private readonly traded = new Map<string, number>();

  constructor(private readonly house: HouseState) {}

  /** What an account, or each client behind it, holds of an instrument. */
  of(account: string, instrument: string): OpenLots[] {
    return openLotsOf(this.house, account, instrument).flatMap((open) => {
      const lots = open.lots + (this.traded.get(LotsLeft.key(open)) ?? 0);
      return lots === 0 ? [] : [{ ...open, lots }];
    });
  }

  /** Takes signed lots that close some of what is open, or open what nobody holds yet. */
  trade(open: OpenLots, lots: number): void {
    const key = LotsLeft.key(open);
    this.traded.set(key, (this.traded.get(key) ?? 0) + lots);
  }

  private static key({ instrument, client, account, lots }: OpenLots): string {
    return client === undefined
      ? `${account} ${instrument}`
      : `${keyOf({ account, client, lots })} ${instrument}`;
  }
}

/**
 * The account, and client behind it, that an order can be meant for: the one that it takes nearer to flat, named
 * or not; for a hedge else the named account or the first house account.
 */
export function sideOfDefaulter(
  house: HouseState,
  of: DefaultCase,
  { instrument, account: named, client }: FillOrder,
  lots: number,
  left: LotsLeft,
  mayOpen: boolean,
  field: string,
): Stepped<FillSide> {
  const own = [...accountsOf(house, of, 'house'), ...accountsOf(house, of, 'clients')];
  if (named !== undefined && !own.includes(named))
    return refuseStep('UNKNOWN_ACCOUNT', `${named} is not an account of ${of.defaultId}`, field);
  const candidates = (named === undefined ? own : [named])
    .flatMap((account) => left.of(account, instrument))
    .filter((open) => client === undefined || open.client === client);
  const reducing = candidates.filter(
    (open) => Math.sign(open.lots) !== Math.sign(lots) && Math.abs(lots) <= Math.abs(open.lots),
  );
  const [first, second] = reducing;
  if (first !== undefined && second !== undefined)
    return refuseStep(
      'INVALID_FIELD',
      `${reducing.map(inWords).join(' and ')} could both be meant by ${lots} ${instrument}: name the account, and the client where it has several`,
      field,
    );
  if (first !== undefined) {
    left.trade(first, lots);
    const { account, client: whose } = first;
    return ok(whose === undefined ? { account } : { account, client: whose, effect: 'CLOSE' });
  }
  const hedging = mayOpen ? (named ?? accountsOf(house, of, 'house')[0]) : undefined;
  if (hedging !== undefined && client === undefined && !isGross(house, hedging)) {
    left.trade({ account: hedging, instrument, lots }, lots);
    return ok({ account: hedging });
  }
  const held = candidates.map(inWords).join(', ');
  return refuseStep(
    'INSUFFICIENT_HOLDING',
    `${lots} ${instrument} would not close out what is held: ${held || `no ${instrument}`}`,
    field,
  );
}

/** The other side: a gross omnibus account names its client, and closes no more than that holds. */
export function sideOfCounterparty(
  house: HouseState,
  { instrument, counterparty, counterpartyClient, counterpartyEffect }: FillOrder,
  lots: number,
  left: LotsLeft,
  field: string,
): Stepped<FillSide> {
  const isNamed = counterpartyClient !== undefined && counterpartyEffect !== undefined;
  if (!isGross(house, counterparty)) {
    if (counterpartyClient === undefined && counterpartyEffect === undefined)
      return ok({ account: counterparty });
    return refuseStep(
      'INVALID_FIELD',
      `${counterparty} does not keep positions by client: leave its client out`,
      field,
    );
  }
  if (!isNamed)
    return refuseStep(
      'INVALID_FIELD',
      `positions of ${counterparty} are kept gross by client: name the client and say whether it opens or closes (OPEN or CLOSE)`,
      field,
    );
  const side = { account: counterparty, client: counterpartyClient, effect: counterpartyEffect };
  if (counterpartyEffect === 'OPEN') return ok(side);
  const open = left
    .of(counterparty, instrument)
    .find((each) => each.client === counterpartyClient && Math.sign(each.lots) === Math.sign(lots));
  if (!open || Math.abs(open.lots) < Math.abs(lots))
    return refuseStep(
      'INSUFFICIENT_HOLDING',
      `${counterpartyClient} of ${counterparty} cannot close ${Math.abs(lots)} ${instrument}: it holds ${Math.abs(open?.lots ?? 0)} that way`,
      field,
    );
  left.trade(open, -lots);
  return ok(side);
}

function isGross(house: HouseState, account: string): boolean {
  const listed = referenceOf(house).accounts.get(account)?.account;
  return listed !== undefined && isGrossOmnibus(listed);
}
