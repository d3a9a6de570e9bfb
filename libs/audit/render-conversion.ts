import type { RateStep } from './explanation.js';

/** Such as ", x 1.1 x (1 + 0.08)"; nothing in the base currency. */
export function conversion(
  rates: readonly RateStep[],
  currency: string,
  sign: '+' | '-' | '',
): string {
  const step = rates.find((each) => each.currency === currency);
  if (!step) return '';
  return `, x ${step.rate ?? 'no rate'}${sign === '' ? '' : ` x (1 ${sign} ${step.haircut})`}`;
}
