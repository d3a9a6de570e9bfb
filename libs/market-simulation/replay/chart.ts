import type { ComparedDay } from './back-test.js';

export interface ChartText {
  readonly title: string;
  readonly subtitle: string;
}

const WIDTH = 1_120;
const HEIGHT = 520;
const LEFT = 92;
const RIGHT = 24;
const TOP = 84;
const BOTTOM = 56;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
const GRID_LINES = 6;
const DATE_LABELS_MAX = 12;
const MILLION = 1_000_000;

const COLOUR = {
  ink: '#1f2933',
  faint: '#d9dee3',
  requirement: '#1d4f91',
  loss: '#9fb3c8',
  uncovered: '#c81e1e',
};

/**
 * Draws an account's requirement over time as a line, the loss of the next day as bars below it, and
 * each loss that the requirement did not cover in red. @returns an SVG document
 */
export function drawChart(days: readonly ComparedDay[], { title, subtitle }: ChartText): string {
  const highest = days.reduce(
    (max, { requirement, nextDayLoss = 0 }) => Math.max(max, requirement, nextDayLoss),
    1,
  );
  const step = gridStep(highest);
  const top = Math.ceil(highest / step) * step;
  const x = (i: number): number => LEFT + ((i + 0.5) / Math.max(days.length, 1)) * PLOT_WIDTH;
  const y = (amount: number): number => TOP + PLOT_HEIGHT * (1 - amount / top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" ` +
      `viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(LEFT, 28, title, 'font-size="17" font-weight="600"'),
    text(LEFT, 47, subtitle, 'opacity="0.75"'),
    ...legend(),
    ...amountAxis(top, step, y),
    ...dateAxis(days, x),
    ...bars(days, x, y),
    requirementLine(days, x, y),
    '</svg>',
    '',
  ].join('\n');
}

type Scale = (value: number) => number;

function bars(days: readonly ComparedDay[], x: Scale, y: Scale): string[] {
  const width = Math.max(0.8, (PLOT_WIDTH / Math.max(days.length, 1)) * 0.7);
  return days.flatMap(({ date, requirement, nextDayLoss = 0 }, i) => {
    if (nextDayLoss <= 0) return [];
    const uncovered = nextDayLoss > requirement;
    const colour = uncovered ? COLOUR.uncovered : COLOUR.loss;
    const height = y(0) - y(nextDayLoss);
    return [
      `<rect x="${f(x(i) - width / 2)}" y="${f(y(nextDayLoss))}" width="${f(width)}" ` +
        `height="${f(height)}" fill="${colour}">` +
        `<title>${date}: required ${millions(requirement)}, lost ${millions(nextDayLoss)} ` +
        `the next day</title></rect>`,
    ];
  });
}

function requirementLine(days: readonly ComparedDay[], x: Scale, y: Scale): string {
  const points = days.map(({ requirement }, i) => `${f(x(i))},${f(y(requirement))}`).join(' ');
  return `<polyline points="${points}" fill="none" stroke="${COLOUR.requirement}" stroke-width="2"/>`;
}

function amountAxis(top: number, step: number, y: Scale): string[] {
  const lines: string[] = [];
  for (let amount = 0; amount <= top + step / 2; amount += step) {
    const at = f(y(amount));
    lines.push(
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="${COLOUR.faint}"/>`,
      text(LEFT - 8, y(amount) + 4, millions(amount), 'text-anchor="end"'),
    );
  }
  return lines;
}

/** The first business day of each month; of every second, third ... month where there are many. */
function dateAxis(days: readonly ComparedDay[], x: Scale): string[] {
  const firsts = days.flatMap(({ date }, i) =>
    date.slice(0, 7) === days[i - 1]?.date.slice(0, 7) ? [] : [{ i, month: date.slice(0, 7) }],
  );
  const every = Math.ceil(firsts.length / DATE_LABELS_MAX);
  return firsts
    .filter((_, n) => n % every === 0)
    .flatMap(({ i, month }) => [
      `<line x1="${f(x(i))}" x2="${f(x(i))}" y1="${TOP + PLOT_HEIGHT}" ` +
        `y2="${TOP + PLOT_HEIGHT + 5}" stroke="${COLOUR.ink}"/>`,
      text(x(i), TOP + PLOT_HEIGHT + 20, month, 'text-anchor="middle"'),
    ]);
}

function legend(): string[] {
  const entries = [
    ['margin requirement at the close', COLOUR.requirement],
    ["the next day's loss, covered", COLOUR.loss],
    ["the next day's loss, not covered", COLOUR.uncovered],
  ] as const;
  return entries.flatMap(([label, colour], i) => {
    const at = LEFT + i * 235;
    return [
      `<rect x="${at}" y="58" width="12" height="12" fill="${colour}"/>`,
      text(at + 18, 68, label, ''),
    ];
  });
}

/** 1, 2 or 5 times a power of ten, so that there are about {@link GRID_LINES} lines. */
function gridStep(highest: number): number {
  const rough = highest / GRID_LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
}

const millions = (amount: number): string => `${(amount / MILLION).toFixed(2)} m`;

const f = (value: number): string => value.toFixed(1);

function text(x: number, y: number, content: string, attributes: string): string {
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<text x="${f(x)}" y="${f(y)}" fill="${COLOUR.ink}" ${attributes}>${escaped}</text>`;
}
