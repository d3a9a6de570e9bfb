import type { ScanSettings } from '#libs/domain/reference-data/model.js';

/** One scenario of the grid: moves in units of the scan ranges, and the share of the P&L counted. */
export interface ScanScenario {
  readonly price: number;
  readonly volatility: number;
  readonly cover: number;
}

/**
 * The 16 scenarios of margin-model.md b.6, in their order; the last two are the extreme moves, of
 * which only a share is counted.
 */
export function scanScenarios(settings: ScanSettings): readonly ScanScenario[] {
  const pairs = [0, 1 / 3, -1 / 3, 2 / 3, -2 / 3, 1, -1].flatMap((price) => [
    { price, volatility: 1, cover: 1 },
    { price, volatility: -1, cover: 1 },
  ]);
  const multiple = Number(settings.extremeMultiple);
  const cover = Number(settings.extremeCover);
  return [
    ...pairs,
    { price: multiple, volatility: 0, cover },
    { price: -multiple, volatility: 0, cover },
  ];
}

/** The worst scenario of a scan vector: its index, and its loss in quanta, at least 0. */
export function scanRisk(pnl: Float64Array): { readonly scenario: number; readonly loss: number } {
  let scenario = 0;
  for (let s = 1; s < pnl.length; s++) if (pnl[s]! < pnl[scenario]!) scenario = s;
  return { scenario, loss: Math.max(0, 0 - pnl[scenario]!) };
}
