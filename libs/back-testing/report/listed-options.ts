import type { MarginedDay } from '../options/margin-check.js';
import type { ListedOptionsCheck, NotChecked } from '../options/check-listed-options.js';
import type { ValueCheck } from '../options/value-check.js';
import { counted, percent, whole } from './format.js';
import { htmlTable, paragraph } from './html.js';

/** The check against listed options in sentences, worked out from its numbers. */
export function listedOptionsInWords(check: ListedOptionsCheck | NotChecked): string[] {
  if ('reason' in check) return [`Listed options were not checked: ${check.reason}.`];
  return [...check.values.map(valuesInWords), marginsInWords(check)];
}

function valuesInWords(of: ValueCheck): string {
  const points = (value: number): string => (100 * value).toFixed(2);
  return (
    `${of.date}: ${of.valued} of ${of.options} listed S&P 500 options were valued by the smile that ` +
    `the others of their expiry imply. The median difference to the close is ` +
    `${of.medianError.toFixed(2)} index points (out of the money ${of.medianErrorOut.toFixed(2)}, in ` +
    `the money ${of.medianErrorIn.toFixed(2)}), ${points(of.medianVolatilityError)} points of ` +
    `volatility; one in twenty is off by more than ${points(of.highVolatilityError)} points, inside ` +
    `the strikes of the others by more than ${points(of.highVolatilityErrorInside)}. ` +
    `${counted(of.unexplained, 'close has', 'closes have')} no implied volatility at the forward of ` +
    'the expiry.'
  );
}

function marginsInWords({ margins }: ListedOptionsCheck): string {
  const all = [...margins.singles, ...margins.portfolios];
  const hits = all.filter(({ loss, margin }) => loss > margin);
  const worst = [...all].sort((a, b) => usage(b) - usage(a))[0];
  const told = worst
    ? `; the most used margin is that of ${worst.title}, to ${percent(usage(worst), 0)}`
    : '';
  return (
    `${counted(margins.contracts, 'contract')} had a close on both days: one lot of each, long and ` +
    `short, and ${counted(margins.portfolios.length, 'portfolio')} of them, lost more than the ` +
    `margin of the first day in ${hits.length} of ${all.length} cases${told}. One day is an example ` +
    'and no test.'
  );
}

function usage({ loss, margin }: MarginedDay): number {
  return margin > 0 ? loss / margin : 0;
}

/** The same with its tables. */
export function listedOptionsSection(check: ListedOptionsCheck | NotChecked): string[] {
  const words = listedOptionsInWords(check).map(paragraph);
  if ('reason' in check) return words;
  const worst = check.values.flatMap(({ date, worst: named }) =>
    named.map((quote) => ({ date, quote })),
  );
  return [
    ...words,
    htmlTable(check.margins.portfolios, [
      { title: 'portfolio of listed options', cell: ({ title }) => title, words: true },
      { title: 'margin 2015-12-22, USD', cell: ({ margin }) => whole(margin) },
      { title: 'loss to 2015-12-23, USD', cell: ({ loss }) => whole(loss) },
      { title: 'of margin', cell: (each) => percent(usage(each), 1) },
    ]),
    htmlTable(worst, [
      { title: 'furthest from its close', cell: ({ quote }) => quote.contract, words: true },
      { title: 'on', cell: ({ date }) => date, words: true },
      { title: 'close', cell: ({ quote }) => quote.close.toFixed(2) },
      { title: 'by the smile of the others', cell: ({ quote }) => quote.value.toFixed(2) },
      {
        title: 'strike',
        cell: ({ quote }) => (quote.isInside ? 'inside theirs' : 'beyond theirs: flat smile'),
        words: true,
      },
    ]),
  ];
}
