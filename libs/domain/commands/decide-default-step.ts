import { applyLayers } from '#libs/domain/default-management/apply-layers.js';
import {
  NO_SEALED_BIDS,
  type SealedBids,
} from '#libs/domain/default-management/auction/bid-content.js';
import { closeAuction } from '#libs/domain/default-management/auction/decide-closing.js';
import { openAuction } from '#libs/domain/default-management/auction/decide-opening.js';
import { closeDefault } from '#libs/domain/default-management/decide-close.js';
import { tradeForDefault } from '#libs/domain/default-management/decide-close-out.js';
import {
  confirmDefault,
  proposeDefault,
  withdrawDefault,
} from '#libs/domain/default-management/decide-declaration.js';
import { determineLoss } from '#libs/domain/default-management/decide-loss.js';
import { liquidateAccount } from '#libs/domain/default-management/decide-liquidation.js';
import { portClient } from '#libs/domain/default-management/decide-porting.js';
import { recover } from '#libs/domain/default-management/decide-recovery.js';
import { sellCollateral } from '#libs/domain/default-management/decide-sale.js';
import type { DefaultRefusal, Stepped } from '#libs/domain/default-management/default-refusal.js';
import type { NewEvent } from '#libs/domain/events/event-catalogue.js';
import { referenceOf, type HouseState } from '#libs/domain/house/house-state.js';
import type { DefaultCommandBody } from '#libs/domain/inputs/inputs.js';
import { formatUnits } from '#libs/domain/kernel/decimal.js';
import { ok } from '#libs/domain/kernel/result.js';
import type { MarkSource } from '#libs/domain/market/marks.js';
import type { MarginEngine } from '#libs/domain/risk/margin-engine.js';
import { refused, type CommandOutcome } from './command-outcome.js';

/** What a step did, and what of it the operator is told beside the events. */
interface Done {
  readonly events: readonly NewEvent[];
  readonly remaining?: string;
}

/** Decides a step of a default; its answer names the default and every step that was taken. */
export function decideDefaultStep(
  house: HouseState,
  engine: Pick<MarginEngine, 'markTicks'>,
  body: DefaultCommandBody,
  by: string,
  sealed: SealedBids = NO_SEALED_BIDS,
): CommandOutcome {
  const decided = decide(house, (instrument) => engine.markTicks(instrument), body, by, sealed);
  if (!decided.ok) return refused(decided.error);
  const { events, remaining } = decided.value;
  const steps = events.flatMap((event) => {
    if (event.type !== 'DefaultStepTaken' && event.type !== 'AccountLiquidated') return [];
    const { journal, ...shown } = { journal: undefined, ...event.payload };
    void journal;
    return [shown];
  });
  const [first] = events;
  const defaultId = first && 'defaultId' in first.payload ? first.payload.defaultId : undefined;
  const result = {
    defaultId,
    position: house.position + 1,
    steps,
    ...(remaining === undefined ? {} : { remaining }),
  };
  return { outcome: 'DONE', events, result };
}

function decide(
  house: HouseState,
  marks: MarkSource,
  body: DefaultCommandBody,
  by: string,
  sealed: SealedBids,
): Stepped<Done> {
  switch (body.type) {
    case 'DECLARE_DEFAULT':
      return one(proposeDefault(house, body, by));
    case 'CONFIRM_DEFAULT':
      return all(confirmDefault(house, body.defaultId, by));
    case 'WITHDRAW_DEFAULT':
      return one(withdrawDefault(house, body.defaultId, by));
    case 'PORT_CLIENT':
      return one(portClient(house, body, by));
    case 'HEDGE_DEFAULT':
      return all(tradeForDefault(house, 'HEDGED', body, by));
    case 'CLOSE_OUT_DEFAULT':
      return all(tradeForDefault(house, 'CLOSED_OUT', body, by));
    case 'OPEN_AUCTION':
      return one(openAuction(house, body, by));
    case 'CLOSE_AUCTION':
      return all(closeAuction(house, marks, body, sealed, by));
    case 'SELL_COLLATERAL':
      return one(sellCollateral(house, body, by));
    case 'DETERMINE_LOSS':
      return one(determineLoss(house, marks, body, by));
    case 'APPLY_LAYERS': {
      const applied = applyLayers(house, marks, body);
      if (!applied.ok) return applied;
      const { events, remainingMinor } = applied.value;
      const remaining = formatUnits(remainingMinor, referenceOf(house).baseScale);
      return ok({ events, remaining });
    }
    case 'RECOVER':
      return all(recover(house, body, by));
    case 'LIQUIDATE_ACCOUNT':
      return all(liquidateAccount(house, body, by));
    case 'CLOSE_DEFAULT':
      return all(closeDefault(house, body.defaultId, by));
  }
}

const one = (step: Stepped<NewEvent>): Stepped<Done> =>
  step.ok ? ok({ events: [step.value] }) : step;

const all = (step: Stepped<readonly NewEvent[]>): Stepped<Done> =>
  step.ok ? ok({ events: step.value }) : step;

export type { DefaultRefusal };
