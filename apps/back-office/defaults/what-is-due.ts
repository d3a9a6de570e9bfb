import type { DefaultContent, PositionItem } from '#libs/projections/index.js';

/** Open positions that a sentence names; of more it says how many. */
const NAMED_MAX = 5;

/**
 * What is to be done next about a default, as a sentence for whoever is on duty.
 * @param open positions of the defaulter that are not flat
 */
export function whatIsDue(of: DefaultContent, open: readonly PositionItem[]): string {
  const { defaultId, status, loss, isPaid } = of;
  if (status === 'WITHDRAWN') return 'nothing: it was withdrawn before it was confirmed';
  if (status === 'PROPOSED')
    return `an operator other than ${of.proposedBy ?? 'its proposer'} confirms it: ccp default confirm ${defaultId} --by NAME, or withdraws it`;
  if (status === 'CLOSED') return afterClosing(of);
  if (of.auction)
    return `auction ${of.auction.auction} takes bids, ${of.auction.bids} so far: ccp default auction close ${defaultId}`;
  if (loss === null) return beforeLoss(defaultId, open);
  if (!isPaid)
    return `${of.remaining ?? loss} ${of.currency ?? ''} of the loss is not borne and paid: ccp default apply-layers ${defaultId}`;
  return `the loss is borne and paid: ccp default close ${defaultId}`;
}

function beforeLoss(defaultId: string, open: readonly PositionItem[]): string {
  if (open.length === 0)
    return `no position is open: ccp default determine-loss ${defaultId}, after what is still to be ported or sold`;
  const named = open
    .slice(0, NAMED_MAX)
    .map(({ account, instrument, net }) => `${account} ${net} ${instrument}`);
  const more = open.length > NAMED_MAX ? ` and ${open.length - NAMED_MAX} more` : '';
  return (
    `port or close out what is open (${named.join(', ')}${more}): ccp default close-out ${defaultId}; ` +
    `then ccp default determine-loss ${defaultId}, with --tear-up for what cannot be closed out`
  );
}

function afterClosing({ defaultId, reserved }: DefaultContent): string {
  if (!/^0(\.0*)?$/.test(reserved))
    return `the next settlement cycle cuts ${reserved} from gains; what comes in after that: ccp default recover ${defaultId}`;
  return `nothing; what comes in after all: ccp default recover ${defaultId}`;
}
