import type { ChargeSteps } from './group-explanation.js';

/** The charges of a class with the numbers that they rest on; nothing for what does not apply. */
export function chargeLines(charges: ChargeSteps): string[] {
  return [
    ...extendedMoves(charges.extendedMoves),
    ...shortOptions(charges.shortOptionMinimum),
    ...liquidity(charges.liquidity),
    ...wrongWay(charges.wrongWay),
    ...(charges.netOptionValue === undefined
      ? []
      : [`    Value of options whose premium was paid: ${charges.netOptionValue}`]),
  ];
}

function extendedMoves(steps: ChargeSteps['extendedMoves']): string[] {
  if (!steps) return [];
  const moves = steps.moves.map(
    ({ move, loss, weighted }) =>
      `      move ${move}: loss ${loss}, x ${steps.scanRange} / size of the move = ${weighted}`,
  );
  return ['    Extended moves:', ...moves, `      the largest, at least 0 = ${steps.amount}`];
}

function shortOptions(steps: ChargeSteps['shortOptionMinimum']): string[] {
  if (!steps) return [];
  const { rate, notional, amount } = steps;
  return [`    Short-option minimum = ${rate} x notional of short options ${notional} = ${amount}`];
}

function liquidity(steps: ChargeSteps['liquidity']): string[] {
  if (!steps) return [];
  const { netLots, notional, halfSpread, dailyVolatility, averageDailyVolume } = steps;
  const { ofDelta, ofVegaAndHorizon, ofMember, amount } = steps;
  return [
    `    Liquidity of ${netLots} net lots = ${notional} x (${halfSpread} + ${dailyVolatility} x sqrt(lots / ${averageDailyVolume})) = ${ofDelta}`,
    `      for vega and horizon ${ofVegaAndHorizon}, for the member's accounts together ${ofMember}; in all ${amount}`,
  ];
}

function wrongWay(steps: ChargeSteps['wrongWay']): string[] {
  if (!steps) return [];
  const { ownShare, longNotional, amount } = steps;
  return [`    Wrong way = own share ${ownShare} x long notional ${longNotional} = ${amount}`];
}
