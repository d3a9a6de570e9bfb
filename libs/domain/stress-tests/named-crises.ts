/** Days in which everything moved: the largest joint move inside is a scenario of that name. */
export interface NamedCrisis {
  readonly name: string;
  /** Both days are inside. */
  readonly from: string;
  readonly to: string;
}

/** The days that margin-model.md, h.5 (i) names; one without closes in the history makes no scenario. */
export const NAMED_CRISES: readonly NamedCrisis[] = [
  { name: 'crash-october-1987', from: '1987-10-14', to: '1987-10-30' },
  { name: 'credit-crisis-october-2008', from: '2008-10-01', to: '2008-10-31' },
  { name: 'volatility-february-2018', from: '2018-02-01', to: '2018-02-15' },
  { name: 'pandemic-march-2020', from: '2020-03-01', to: '2020-03-31' },
  { name: 'negative-oil-april-2020', from: '2020-04-15', to: '2020-04-30' },
  { name: 'crypto-may-2021', from: '2021-05-12', to: '2021-05-31' },
  { name: 'nickel-march-2022', from: '2022-03-01', to: '2022-03-18' },
  { name: 'crypto-november-2022', from: '2022-11-06', to: '2022-11-14' },
];
