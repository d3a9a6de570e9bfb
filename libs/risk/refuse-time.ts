import type { DecisionSession } from '#libs/decider/decision-session.js';

/** Why market data of this time cannot be taken; undefined when it can. */
export function refuseTime(session: DecisionSession, observedAt: string): string | undefined {
  switch (session.judgeTime(Date.parse(observedAt))) {
    case 'fine':
      return undefined;
    case 'ahead-of-the-clock':
      return `observedAt ${observedAt} lies more than 5 s in the future`;
    case 'too-great-a-leap':
      return `observedAt ${observedAt} is more than 40 days ahead of the ledger's time`;
  }
}
