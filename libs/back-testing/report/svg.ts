import { escapeText } from './html.js';

const GRID_LINES = 5;

/** A coordinate. */
export function fixed(value: number): string {
  return value.toFixed(1);
}

export function svgText(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${attributes}>${escapeText(text)}</text>`;
}

/** 1, 2 or 5 times a power of ten, so that there are about {@link GRID_LINES} lines up to `highest`. */
export function gridStep(highest: number): number {
  const rough = highest / GRID_LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

/** The grid line at or above the highest value. */
export function axisTop(highest: number): number {
  const step = gridStep(highest);
  return Math.ceil(highest / step - 1e-9) * step;
}
