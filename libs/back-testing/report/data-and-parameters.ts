import { fixedScanRanges } from '../models/scan-family.js';
import { HORIZON_DAYS, HOUSE_MODEL } from '../models/house-parameters.js';
import { PRODUCTS, type Product } from '../products.js';
import type { BackTest } from '../run/back-test.js';
import { percent, whole } from './format.js';
import { htmlTable, list } from './html.js';

/** What the numbers rest on: files, contracts, parameters, method. */
export function dataAndParameters(test: BackTest): string[] {
  return [dataTable(test), list(notes(test)), parameterTable(test), list(METHOD)];
}

function dataTable({ markets }: BackTest): string {
  const rows = Object.values<Product>(PRODUCTS).flatMap((product) => {
    const market = markets.byProduct.get(product.id);
    return market ? [market] : [];
  });
  return htmlTable(rows, [
    { title: 'product', cell: ({ product }) => product.name, words: true },
    { title: 'file', cell: ({ product }) => product.file, words: true },
    { title: 'closes', cell: ({ dates }) => whole(dates.length) },
    { title: 'from', cell: ({ dates }) => dates[0] ?? '', words: true },
    { title: 'to', cell: ({ dates }) => dates.at(-1) ?? '', words: true },
    { title: 'weekend rows left out', cell: ({ weekendRows }) => `${weekendRows}` },
    { title: 'bad prints left out', cell: ({ rowsLeftOut }) => `${rowsLeftOut}` },
    { title: 'one lot', cell: ({ product }) => product.lot, words: true },
    { title: 'returns', cell: ({ product }) => product.returns, words: true },
    { title: 'confidence', cell: ({ product }) => percent(product.confidenceBp / 10_000, 1) },
    { title: 'margin floor', cell: ({ product }) => percent(Number(product.marginFloor), 1) },
  ]);
}

function notes({ markets, leftOut }: BackTest): string[] {
  return [
    ...markets.missing.map((file) => `The file ${file} is not there; its product is left out.`),
    ...leftOut.map(({ title, reason }) => `Left out: ${title} (${reason}).`),
  ];
}

function parameterTable({ results, seed }: BackTest): string {
  const model = HOUSE_MODEL;
  const periods = model.stressPeriods.map(({ from, to }) => `${from} to ${to}`).join(', ');
  const ranges = results
    .filter(({ study }) => study.market.products.length === 1)
    .flatMap(({ study }) => [...fixedScanRanges(study)])
    .map(([product, range]) => `${product} ${percent(Number(range), 1)}`);
  const rows: readonly (readonly [string, string])[] = [
    ['horizon', `${HORIZON_DAYS} days, overlapping sums`],
    ['lookback and burn-in', `${model.lookback} and ${model.burnIn} returns`],
    ['EWMA decay, fast and slow', `${model.decay.fast} and ${model.decay.slow}`],
    ['scaling cap', model.scalingCap],
    ['long-run volatility', `${model.longRunDays} returns`],
    ['stress weight and period', `${model.stressWeight}, ${periods}`],
    ['offset between classes', percent(Number(model.offsetShare), 0)],
    ['scan ranges of the grid, per study of one product', ranges.join(', ')],
    ['seed of the random portfolios', seed],
  ];
  return htmlTable(rows, [
    { title: 'parameter', cell: ([name]) => name, words: true },
    { title: 'value', cell: ([, value]) => value, words: true },
  ]);
}

const METHOD = [
  'The margin of a day is what the clearing house would ask at its close: scenarios from the ' +
    'closes up to the day before, prices of the day, positions held still until the horizon ends.',
  'An expected shortfall at 99 % is about a value at risk at 99.6 % where losses are normal, so ' +
    "Kupiec's test at 99 % will find too few hits even of a model that is exactly right. Z2 tests " +
    'the expected shortfall itself: that of block F, against the losses beyond its own VaR.',
  'Market risk and margin floors count; add-ons (liquidity, wrong way, volatility ladder) do not.',
  'The stress period of the parameters is known in hindsight: before September 2008 block H is ' +
    'empty, and during the crisis it fills day by day. The model with a stress year chosen by ' +
    'rule, each January the most violent 250 observations so far, has no such knowledge.',
  'Several products in one study share their joint dates and are one liquidation group.',
  "The buffer scales a portfolio by the mean of its products' buffer factors, weighted with their " +
    'measures; each factor is that of one lot of the product.',
  'The grid has one relative range per product, set before its first margin: the two-day move that ' +
    'was exceeded as seldom until then as the confidence asks. It adds classes up.',
  'Options are struck anew at every margined day, thirty days to run, and valued at the VIX for all ' +
    'strikes: the skew of real markets is missing from the synthetic portfolios. Losses are those of ' +
    'model values over the two days; margins are before the net option value. Every second day is ' +
    'margined, so rises over one day are over two there. Short options pay the minimum of 0.5 %; ' +
    'far moves (EXT) are a variant, because no product has them by default.',
  'The ladder of the variant is driven by the VIX of the day over that of the evening before; ' +
    'five-minute returns, its other input, are not in the data.',
  'Random portfolios hold up to ten million USD of each product either way, in lots that never ' +
    'change, at the median price of the study.',
];
