import { escapeText } from './html.js';
import { axisTop, fixed, gridStep, svgText } from './svg.js';

export interface FrontierLine {
  readonly label: string;
  readonly colour: string;
  /** What the model charged for the coverage it reached. */
  readonly reached: FrontierPosition;
  /** What each coverage would have cost with all its margins scaled. */
  readonly points: readonly FrontierPosition[];
}

export interface FrontierPosition {
  /** Percent. */
  readonly coverage: number;
  /** Percent of gross value. */
  readonly margin: number;
}

const WIDTH = 1_080;
const HEIGHT = 400;
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 300, 34, 44];
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
const LEVELS = [97.5, 98, 98.5, 99, 99.5, 99.75, 99.9, 99.95, 99.98] as const;
/** Percent of days uncovered at both ends: the axis is one of orders of magnitude. */
const [UNCOVERED_LEFT, UNCOVERED_RIGHT] = [2.5, 0.02];

type Scale = (value: number) => number;

/** Cost against coverage, a line a model; a dot is where the model itself stands. */
export function frontierChart(title: string, lines: readonly FrontierLine[]): string {
  const all = lines.flatMap(({ reached, points }) => [reached, ...points]);
  const top = axisTop(all.reduce((max, { margin }) => Math.max(max, margin), 1));
  const x: Scale = (coverage) => LEFT + decades(100 - coverage) * PLOT_WIDTH;
  const y: Scale = (margin) => TOP + PLOT_HEIGHT * (1 - margin / top);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(title)}">`,
    svgText(LEFT, 18, title, 'class="title"'),
    ...axes(top, x, y),
    ...lines.flatMap((line, i) => frontierLine(line, i, x, y)),
    '</svg>',
  ].join('\n');
}

/** From 0 at the left end to 1 at the right one; what lies beyond an end is put there. */
function decades(uncovered: number): number {
  const within = Math.min(UNCOVERED_LEFT, Math.max(UNCOVERED_RIGHT, uncovered));
  return Math.log10(UNCOVERED_LEFT / within) / Math.log10(UNCOVERED_LEFT / UNCOVERED_RIGHT);
}

function axes(top: number, x: Scale, y: Scale): string[] {
  const parts: string[] = [];
  const step = gridStep(top);
  for (let margin = 0; margin <= top + step / 2; margin += step) {
    const at = fixed(y(margin));
    parts.push(
      `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${at}" y2="${at}" class="grid"/>`,
      svgText(LEFT - 6, y(margin) + 4, `${Number(margin.toFixed(2))} %`, 'class="end"'),
    );
  }
  for (const level of LEVELS) {
    parts.push(svgText(x(level), TOP + PLOT_HEIGHT + 18, `${level}`, 'class="middle small"'));
  }
  parts.push(
    svgText(LEFT + PLOT_WIDTH / 2, HEIGHT - 6, 'days covered, percent', 'class="middle small"'),
  );
  return parts;
}

function frontierLine(
  { label, colour, reached, points }: FrontierLine,
  index: number,
  x: Scale,
  y: Scale,
): string[] {
  const path = points.map(({ coverage, margin }) => `${fixed(x(coverage))},${fixed(y(margin))}`);
  const row = TOP + 14 + index * 20;
  const at = LEFT + PLOT_WIDTH + 24;
  const text = `${label}: ${reached.margin.toFixed(2)} % for ${reached.coverage.toFixed(2)} %`;
  return [
    `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.4"/>`,
    `<circle cx="${fixed(x(reached.coverage))}" cy="${fixed(y(reached.margin))}" r="5" ` +
      `fill="${colour}"><title>${escapeText(text)}</title></circle>`,
    `<rect x="${at}" y="${row - 9}" width="10" height="10" fill="${colour}"/>`,
    svgText(at + 15, row, label, 'class="small"'),
  ];
}
