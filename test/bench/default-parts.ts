import { runsOf, whole, type BenchPart } from './bench-part.js';
import { measureCover2 } from './cover2.bench.js';
import { median } from './statistics.js';

const MEMBERS = { full: 100, quick: 20 } as const;

/** Figures of default management. */
export const DEFAULT_PARTS: readonly BenchPart[] = [
  {
    kind: 'memory',
    name: 'cover2',
    what: 'Cover-2 of 100 members over 1,000 scenarios, beside bare loops',
    measure(bench) {
      const members = bench.quick ? MEMBERS.quick : MEMBERS.full;
      const figures = measureCover2(members, runsOf(bench) * 3);
      const { runs, accounts, scenarios } = figures;
      const ms = (of: (run: (typeof runs)[number]) => number): string =>
        median(runs.map(of)).toFixed(0);
      const size = `${members} members, ${whole(accounts)} accounts, ${whole(scenarios)} scenarios`;
      bench.lines.push(
        {
          what: `Cover-2 of ${size}, ms (median of ${runs.length})`,
          figure: ms(({ programMs }) => programMs),
        },
        {
          what: 'of that: scenarios, and what one member holds revalued, ms',
          figure: ms(({ rowsMs }) => rowsMs),
        },
        {
          what: 'bare loops over a matrix that is there, ms',
          figure: ms(({ bareLoopsMs }) => bareLoopsMs),
        },
      );
      return figures;
    },
  },
];
