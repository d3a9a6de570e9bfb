import { solve, type Constraint } from 'yalps';
import type { CoverProgramme } from '#libs/domain/collateral-advice/cheapest-holdings.js';

/**
 * Solves a programme of cover by the simplex method. For every asset there is what is held of it and what
 * counts of that, which is no more and is within the limits; what counts has to reach the need. Amounts
 * are shares of the need, so that all coefficients are of one size.
 * @returns fractions of units by asset, close to the optimum but not exactly feasible; undefined for none
 */
export function solveCover({
  choices,
  rooms,
  needMinor,
}: CoverProgramme): ReadonlyMap<string, number> | undefined {
  const scale = Math.max(needMinor, 1);
  const constraints = new Map<string, Constraint>([['need', { min: needMinor / scale }]]);
  rooms.forEach(({ minor }, index) => constraints.set(`room ${index}`, { max: minor / scale }));
  const variables = new Map<string, Map<string, number>>();
  for (const { asset, low, high, valuePerUnit, costPerUnit } of choices) {
    if (valuePerUnit <= 0) continue;
    const share = valuePerUnit / scale;
    constraints.set(`bounds ${asset}`, { min: Number(low) * share, max: Number(high) * share });
    constraints.set(`counts ${asset}`, { max: 0 });
    variables.set(
      `held ${asset}`,
      new Map([
        ['cost', costPerUnit / valuePerUnit],
        [`bounds ${asset}`, 1],
        [`counts ${asset}`, -1],
      ]),
    );
    const counted = new Map([
      ['need', 1],
      [`counts ${asset}`, 1],
    ]);
    rooms.forEach(({ assets }, index) => {
      if (assets.includes(asset)) counted.set(`room ${index}`, 1);
    });
    variables.set(`counted ${asset}`, counted);
  }
  const solution = solve({ direction: 'minimize', objective: 'cost', constraints, variables });
  if (solution.status !== 'optimal') return undefined;
  const found = new Map(solution.variables);
  return new Map(
    choices.map(({ asset, low, valuePerUnit }) => [
      asset,
      valuePerUnit > 0 ? ((found.get(`held ${asset}`) ?? 0) * scale) / valuePerUnit : Number(low),
    ]),
  );
}
