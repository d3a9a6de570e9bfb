import { isOfMember } from '#libs/domain/margin-calls/call-reason.js';
import { holderInWords, holderOf } from '#libs/domain/books/holder.js';
import type { AmountSteps, CallExplanation } from './explanation.js';
import { accountLines } from './render-account.js';

/** Writes the explanation of a call for people: every step with the numbers that go into it. */
export function renderExplanation(explanation: CallExplanation): string {
  const { call } = explanation;
  return [
    `Margin call ${call.callId}: ${call.amount} ${call.currency} from ${holderInWords(holderOf(call.account, call.bucket))}`,
    `Issued ${call.issuedAt}, due ${call.dueAt}, reason ${call.reason}.`,
    ...accountLines(explanation),
    '',
    ...amount(explanation),
    '',
    ...verdict(explanation),
  ].join('\n');
}

function amount(explanation: CallExplanation): string[] {
  const { amount: steps, call } = explanation;
  const open = steps.openCalls.map(
    ({ callId, reason, outstanding, currency }) =>
      `  ${callId} (${reason}) asks for ${outstanding} ${currency} already`,
  );
  if (call.reason === 'CASH_DEBIT') {
    return [
      'The call is for cash that is owed, to the cent, without a minimum:',
      ...open,
      `  not asked for yet: ${steps.uncovered} ${call.currency}`,
      `Amount of the call: ${steps.amount} ${call.currency}`,
    ];
  }
  if (isOfMember(call.reason)) {
    return [
      call.reason === 'DEFAULT_FUND'
        ? 'The call is for the default fund and not for margin: what the member has to contribute, less what it has contributed and what open calls ask for'
        : 'The call is for the share of the member in a default and not for margin',
      `Amount of the call: ${steps.amount} ${call.currency}`,
    ];
  }
  return [
    deficitLine(explanation),
    ...thresholdLines(steps),
    ...open,
    `Not covered by open calls: ${steps.uncovered} (minimum transfer amount ${steps.minimumTransferAmount})`,
    `Amount of the call: rounded up to a multiple of ${steps.rounding} = ${steps.amount}`,
  ];
}

function deficitLine({
  amount: steps,
  exposure,
  collateral: held,
  standings,
  call,
}: CallExplanation): string {
  const standing = standings?.find(({ bucket }) => bucket === (call.bucket ?? null));
  const [exposed, counted] = standing
    ? [standing.exposure, standing.counted]
    : [exposure, held.counted];
  const helped = /[1-9]/.test(standing?.served ?? '')
    ? ` - ${standing?.served} of the account`
    : '';
  return `Deficit = exposure - counted collateral = ${exposed} - ${counted}${helped} = ${steps.deficit}`;
}

function thresholdLines({ threshold }: AmountSteps): string[] {
  return /[1-9]/.test(threshold) ? [`  less the threshold of ${threshold}`] : [];
}

function verdict({ reproduced, differences }: CallExplanation): string[] {
  if (reproduced) return ['Every figure of the call came out again from the ledger alone.'];
  return [
    'THE CALL DOES NOT COME OUT AGAIN:',
    ...differences.map(
      ({ figure, recorded, recomputed }) =>
        `  ${figure}: the ledger says ${recorded}, recomputed ${recomputed}`,
    ),
  ];
}
