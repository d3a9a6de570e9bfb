import { runsOf, whole, type BenchPart, type Line } from './bench-part.js';
import { measureCover2 } from './cover2.bench.js';
import { measureDefault, type DefaultRun } from './default.bench.js';
import { median } from './statistics.js';

const DEFAULT = {
  full: { members: 100, clientsPerMember: 10, instruments: 200 },
  quick: { members: 20, clientsPerMember: 10, instruments: 50 },
} as const;
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
  {
    kind: 'servers',
    name: 'default',
    what: 'default of the largest member: suspension, whole waterfall, beside bare servers',
    async measure(bench) {
      const size = bench.quick ? DEFAULT.quick : DEFAULT.full;
      const runs: DefaultRun[] = [];
      for (let run = 1; run <= runsOf(bench); run++) {
        bench.say(`  run ${run} of ${runsOf(bench)}`);
        runs.push(await measureDefault(bench.servers, size, bench.say));
      }
      const [first] = runs;
      const ms = (what: string, of: (run: DefaultRun) => number): Line => ({
        what,
        figure: median(runs.map(of)).toFixed(0),
      });
      const { members, clientsPerMember, instruments } = size;
      bench.lines.push(
        {
          what: 'a default: members, client accounts, instruments, fills, events',
          figure: [members, members * clientsPerMember, instruments, first?.fills, first?.events]
            .map((each) => whole(each ?? 0))
            .join(', '),
        },
        ms(
          `confirmation to the first refused trade, ms (median of ${runs.length})`,
          ({ suspendedMs }) => suspendedMs,
        ),
        ms(
          'floor: two kafkajs round trips, the same rows copied, ms',
          ({ suspensionFloorMs }) => suspensionFloorMs,
        ),
        ms(
          `close-out to the closing published, ${first?.layers.length ?? 0} layers, ms`,
          ({ waterfallMs }) => waterfallMs,
        ),
        ms(
          'floor: four kafkajs round trips, the same rows and messages, ms',
          ({ waterfallFloorMs }) => waterfallFloorMs,
        ),
      );
      return { size, runs };
    },
  },
];
