import { escapeText } from './html.js';
import { axisTop, fixed, gridStep, svgText } from './svg.js';

export interface ChartLine {
  readonly label: string;
  readonly values: ArrayLike<number>;
  readonly colour: string;
}

/** Margins over time beside the losses they were to cover; all vectors have the dates' length. */
export interface TimeChart {
  readonly title: string;
  readonly dates: readonly string[];
  readonly losses: ArrayLike<number>;
  /** The first one is what hits are marked against. */
  readonly lines: readonly [ChartLine, ...ChartLine[]];
}

const WIDTH = 1_080;
const HEIGHT = 354;
const [LEFT, RIGHT, TOP, BOTTOM] = [88, 16, 72, 34];
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
const DATE_LABELS_MAX = 12;
const LEGEND_STEP = 240;
const LOSS_COLOUR = '#9fb3c8';
const HIT_COLOUR = '#c81e1e';

type Scale = (value: number) => number;

/** Draws lines of margin, losses as bars, and each loss beyond the first line in red. USD. */
export function timeChart(chart: TimeChart): string {
  const { title, dates, losses, lines } = chart;
  const highest = [...lines.map(({ values }) => values), losses].reduce(
    (max, values) => Math.max(max, largest(values)),
    1,
  );
  const top = axisTop(highest);
  const x: Scale = (i) => LEFT + ((i + 0.5) / Math.max(1, dates.length)) * PLOT_WIDTH;
  const y: Scale = (amount) => TOP + PLOT_HEIGHT * (1 - Math.max(0, amount) / top);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(title)}">`,
    svgText(LEFT, 18, title, 'class="title"'),
    ...legend(lines),
    ...amounts(top, y),
    ...months(dates, x),
    lossBars(losses, x, y),
    ...lines.map((line) => polyline(line, x, y)).reverse(),
    ...hits(chart, x, y),
    '</svg>',
  ].join('\n');
}

function largest(values: ArrayLike<number>): number {
  let max = 0;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i] ?? 0);
  return max;
}

function legend(lines: readonly ChartLine[]): string[] {
  const entries = [
    ...lines.map(({ label, colour }) => ({ label, colour })),
    { label: 'loss of the two days that follow', colour: LOSS_COLOUR },
    { label: 'loss not covered', colour: HIT_COLOUR },
  ];
  const perRow = Math.floor(PLOT_WIDTH / LEGEND_STEP);
  return entries.flatMap(({ label, colour }, i) => {
    const at = LEFT + (i % perRow) * LEGEND_STEP;
    const row = 30 + Math.floor(i / perRow) * 13;
    return [
      `<rect x="${at}" y="${row - 8}" width="9" height="9" fill="${colour}"/>`,
      svgText(at + 13, row, label, 'class="small"'),
    ];
  });
}

function amounts(top: number, y: Scale): string[] {
  const step = gridStep(top);
  const parts: string[] = [];
  for (let amount = 0; amount <= top + step / 2; amount += step) {
    const at = fixed(y(amount));
    parts.push(
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" class="grid"/>`,
      svgText(LEFT - 6, y(amount) + 4, Math.round(amount).toLocaleString('en-US'), 'class="end"'),
    );
  }
  return parts;
}

/** Labels the first day of months or years, not more than fit. */
function months(dates: readonly string[], x: Scale): string[] {
  const change = (length: number): number[] =>
    dates.flatMap((date, i) =>
      i > 0 && dates[i - 1]?.slice(0, length) !== date.slice(0, length) ? [i] : [],
    );
  const byMonth = change(7);
  const length = byMonth.length > 4 * DATE_LABELS_MAX ? 4 : 7;
  const firsts = length === 4 ? change(4) : byMonth;
  const every = Math.max(1, Math.ceil(firsts.length / DATE_LABELS_MAX));
  return firsts
    .filter((_, n) => n % every === 0)
    .map((i) =>
      svgText(x(i), TOP + PLOT_HEIGHT + 18, dates[i]?.slice(0, length) ?? '', 'class="middle"'),
    );
}

function lossBars(losses: ArrayLike<number>, x: Scale, y: Scale): string {
  let path = '';
  for (let i = 0; i < losses.length; i++) {
    const loss = losses[i] ?? 0;
    if (loss > 0) path += `M${fixed(x(i))} ${fixed(y(0))}V${fixed(y(loss))}`;
  }
  const width = Math.max(0.4, Math.min(6, (PLOT_WIDTH / Math.max(1, losses.length)) * 0.7));
  return `<path d="${path}" stroke="${LOSS_COLOUR}" stroke-width="${fixed(width)}" fill="none"/>`;
}

function polyline({ values, colour }: ChartLine, x: Scale, y: Scale): string {
  const points: string[] = [];
  for (let i = 0; i < values.length; i++) points.push(`${fixed(x(i))},${fixed(y(values[i] ?? 0))}`);
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.6"/>`;
}

function hits({ dates, losses, lines: [first] }: TimeChart, x: Scale, y: Scale): string[] {
  return dates.flatMap((date, i) => {
    const [loss, margin] = [losses[i] ?? 0, first.values[i] ?? 0];
    if (loss <= margin) return [];
    const text = `${date}: margin ${Math.round(margin)}, loss ${Math.round(loss)}`;
    return [
      `<circle cx="${fixed(x(i))}" cy="${fixed(y(loss))}" r="3.5" fill="${HIT_COLOUR}">` +
        `<title>${text}</title></circle>`,
    ];
  });
}
