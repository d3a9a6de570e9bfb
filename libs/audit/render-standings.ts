import type { StandingSteps } from './explanation.js';

/** What an isolated account itself and each of its buckets has to cover, for people. */
export function standingLines(standings: readonly StandingSteps[] = []): string[] {
  if (standings.length === 0) return [];
  return [
    '',
    'Buckets cover their own positions; collateral of the account covers what has no bucket, then what buckets lack:',
    ...standings.map((each) => `  ${nameOf(each)}: ${stepsOf(each)}`),
  ];
}

const nameOf = ({ bucket }: StandingSteps): string =>
  bucket === null ? 'the account itself' : `bucket ${bucket}`;

function stepsOf(steps: StandingSteps): string {
  const { alone, requirement, unsettled, exposure, counted, served, deficit, excess } = steps;
  const share = alone === null ? '' : ` (${alone} if it were alone)`;
  const helped = /[1-9]/.test(served) ? ` and ${served} of the account` : '';
  return `requirement ${requirement}${share}, unsettled ${unsettled}, exposure ${exposure}; counted ${counted}${helped}: deficit ${deficit}, excess ${excess}`;
}
