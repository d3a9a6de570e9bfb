import { escapeText } from '#libs/back-testing/report/html.js';
import { axisTop, fixed, gridStep, svgText } from '#libs/back-testing/report/svg.js';

/** What a waterfall chart shows; amounts as decimal text in one currency. */
export interface Waterfall {
  readonly title: string;
  readonly currency: string;
  readonly loss: string;
  /** In the order of the rules. */
  readonly layers: readonly WaterfallBar[];
  /** What no layer bears. */
  readonly unallocated: string;
}

export interface WaterfallBar {
  readonly layer: string;
  readonly used: string;
  readonly lossBefore: string;
  readonly lossAfter: string;
}

const WIDTH = 960;
const HEIGHT = 460;
const LEFT = 96;
const RIGHT = 16;
const TOP = 64;
const BOTTOM = 84;
/** Of the place of a bar that the bar takes. */
const BAR_SHARE = 0.62;

/** Fills that differ in black and white too: the defaulter's, the house's own, the survivors', nobody's. */
const FILLS: Readonly<Record<string, string>> = {
  DEFAULTER_MARGIN: '#222',
  DEFAULTER_DEFAULT_FUND: '#222',
  CCP_FIRST_LOSS: 'url(#own)',
  CCP_SECOND_LOSS: 'url(#own)',
};
const OF_SURVIVORS = 'url(#survivors)';
const OF_NOBODY = '#fff';

const PATTERNS = [
  '<defs>',
  '<pattern id="own" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/><rect width="3" height="7" fill="#222"/></pattern>',
  '<pattern id="survivors" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.6" fill="#222"/></pattern>',
  '</defs>',
].join('');

interface Bar {
  readonly name: string;
  readonly amount: string;
  readonly from: number;
  readonly to: number;
  readonly fill: string;
}

/**
 * The waterfall of a loss as an SVG of its own: the loss, what each layer takes of it in the order of the
 * rules, and what is left. It asks nobody for anything and is readable in black and white.
 */
export function waterfallChart({ title, currency, loss, layers, unallocated }: Waterfall): string {
  const bars: Bar[] = [
    { name: 'LOSS', amount: loss, from: 0, to: Number(loss), fill: '#888' },
    ...layers.map(({ layer, used, lossBefore, lossAfter }) => ({
      name: layer,
      amount: used,
      from: Number(lossAfter),
      to: Number(lossBefore),
      fill: FILLS[layer] ?? OF_SURVIVORS,
    })),
    { name: 'NOT_BORNE', amount: unallocated, from: 0, to: Number(unallocated), fill: OF_NOBODY },
  ];
  const highest = Math.max(Number(loss), 1);
  const step = gridStep(highest);
  const top = axisTop(highest);
  const y = (amount: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - amount / top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeText(title)}" font-family="sans-serif" font-size="11">`,
    `<title>${escapeText(title)}</title>`,
    PATTERNS,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    svgText(LEFT, 22, title, 'font-size="15" font-weight="600"'),
    svgText(LEFT, 38, `Amounts in ${currency}`, 'fill="#444"'),
    ...grid(top, step, y),
    ...bars.flatMap((bar, i) => barOf(bar, i, bars.length, y)),
    legend(),
    '</svg>',
    '',
  ].join('\n');
}

function grid(top: number, step: number, y: (amount: number) => number): string[] {
  const lines: string[] = [];
  for (let i = 0; i * step <= top * (1 + 1e-9); i++) {
    const at = fixed(y(i * step));
    lines.push(
      `<line x1="${LEFT}" y1="${at}" x2="${WIDTH - RIGHT}" y2="${at}" stroke="${i === 0 ? '#222' : '#ccc'}"/>`,
      svgText(LEFT - 8, y(i * step) + 4, grouped(String(i * step)), 'text-anchor="end"'),
    );
  }
  return lines;
}

function barOf(bar: Bar, i: number, count: number, y: (amount: number) => number): string[] {
  const place = (WIDTH - LEFT - RIGHT) / count;
  const x = LEFT + place * (i + (1 - BAR_SHARE) / 2);
  const [above, below] = [y(bar.to), y(bar.from)];
  const middle = x + (place * BAR_SHARE) / 2;
  const link =
    i === 0 || i === count - 1
      ? []
      : [
          `<line x1="${fixed(x - place * (1 - BAR_SHARE))}" y1="${fixed(above)}" x2="${fixed(x)}" y2="${fixed(above)}" stroke="#222" stroke-dasharray="2 2"/>`,
        ];
  const lines = bar.name.split('_');
  return [
    ...link,
    `<rect class="bar" data-name="${escapeText(bar.name)}" data-amount="${escapeText(bar.amount)}" x="${fixed(x)}" y="${above.toFixed(3)}" width="${fixed(place * BAR_SHARE)}" height="${(below - above).toFixed(3)}" fill="${bar.fill}" stroke="#222"/>`,
    svgText(
      middle,
      above - 5,
      grouped(shortZero(bar.amount)),
      'text-anchor="middle" font-size="9.5"',
    ),
    ...lines.map((line, row) =>
      svgText(
        middle,
        HEIGHT - BOTTOM + 16 + 12 * row,
        line,
        'text-anchor="middle" font-size="9.5"',
      ),
    ),
  ];
}

function legend(): string {
  const entries = [
    ['#222', "the defaulter's means"],
    ['url(#own)', "the clearing house's own capital"],
    [OF_SURVIVORS, 'survivors'],
    [OF_NOBODY, 'borne by nobody'],
  ] as const;
  return entries
    .map(([fill, text], i) => {
      const x = LEFT + i * 205;
      return (
        `<rect x="${x}" y="${HEIGHT - 20}" width="12" height="12" fill="${fill}" stroke="#222"/>` +
        svgText(x + 18, HEIGHT - 10, text, 'font-size="10.5"')
      );
    })
    .join('');
}

const shortZero = (amount: string): string => (Number(amount) === 0 ? '0' : amount);

/** 1234567.50 as 1,234,567.50. */
export const grouped = (amount: string): string => {
  const [whole = '', ...decimals] = amount.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
};
