import { describe, expect, it } from 'vitest';
import { HousePlay } from '#libs/domain/testing/house-play.js';
import { deposit, price, trade } from '#libs/domain/testing/inputs.js';
import { DecisionSession } from './decision-session.js';
import { Evaluator, type EvaluationOutcome, type EvaluatorParts } from './evaluator.js';

const ALPHA = 'ALPHA/HOUSE';
const NO_RATE = {
  code: 'NO_EXCHANGE_RATE',
  reason: 'there is no rate for EUR; send a price of its currency pair',
};

type Row = Record<string, unknown>;

/** ALPHA/HOUSE long ten lots in euros, with enough collateral. */
function opened(): HousePlay {
  const play = HousePlay.open();
  play.price(price({ symbol: 'EURUSD', price: '1.25' }));
  play.price(price({ symbol: 'SPX-EUR', price: '1000.00' }));
  for (const account of [ALPHA, 'BETA/HOUSE'])
    play.collateral(deposit({ account, quantity: '50000.00' }));
  play.trade(trade({ instrument: 'SPX-EUR', price: '1000.00', quantity: '10' }));
  return play;
}

/** On a clock that stands still a slice has no end: everybody is evaluated at once. */
const evaluatorOf = (written: EvaluatorParts['written']): Evaluator =>
  new Evaluator({ written, clock: () => 0 });

function evaluate(play: HousePlay, evaluator: Evaluator): EvaluationOutcome {
  const { house, engine, wallClockMs } = play;
  return evaluator.evaluate(new DecisionSession({ house, engine, hash: 'before', wallClockMs }));
}

/** The row that an evaluation leaves for an account; undefined when it says nothing new. */
function rowOf({ requirements }: EvaluationOutcome, account = ALPHA): Row | undefined {
  const row = requirements.find((each) => each.account === account);
  return row && (JSON.parse(row.payloadText) as Row);
}

/** A rate as a ledger may hold it from before such a price was refused; everybody is looked at. */
function setRate(play: HousePlay, given: string): void {
  const observedAtMs = Date.parse('2026-11-20T14:00:00.000Z');
  play.house.market.prices.set('EURUSD', { price: given, source: 'XSIM', observedAtMs });
  play.house.attention.everyone = true;
}

/** Another event, so that rows have another position. */
const goOn = (play: HousePlay): unknown =>
  play.collateral(deposit({ instructionId: `D-${play.house.position}`, quantity: '1.00' }));

describe('an account whose requirement cannot be computed', () => {
  it('is written again with what was last said of it and why that is not so now', () => {
    const play = opened();
    const evaluator = evaluatorOf([]);
    const before = rowOf(evaluate(play, evaluator));
    expect(before).toMatchObject({ requirement: '12500.00', position: play.house.position });
    expect(before).not.toHaveProperty('notComputable');
    goOn(play);
    setRate(play, '0');
    const outcome = evaluate(play, evaluator);
    const { position } = play.house;
    expect(rowOf(outcome)).toEqual({ ...before, position, notComputable: NO_RATE });
    expect(outcome.failed.get(ALPHA)).toBe('NO_EXCHANGE_RATE');
    expect(outcome.requirements.find(({ account }) => account === ALPHA)?.position).toBe(position);
  });

  it('is written once for each change of why, also over a restart', () => {
    const play = opened();
    const evaluator = evaluatorOf([]);
    evaluate(play, evaluator);
    setRate(play, '0');
    const { requirements } = evaluate(play, evaluator);
    for (const same of [evaluator, evaluatorOf(requirements)]) {
      goOn(play);
      setRate(play, '0');
      const again = evaluate(play, same);
      expect(rowOf(again)).toBeUndefined();
      expect(again.failed.has(ALPHA)).toBe(true);
    }
    const observedAtMs = Date.parse('2026-11-20T14:00:00.000Z');
    play.house.market.prices.set('SPX-EUR', { price: '0.25', source: 'XSIM', observedAtMs });
    setRate(play, '0');
    const noPrice = expect.objectContaining({ code: 'NO_PRICE' }) as unknown;
    expect(rowOf(evaluate(play, evaluator))).toMatchObject({
      requirement: '12500.00',
      notComputable: noPrice,
    });
  });

  it('is written without it once it can be evaluated again, even to the same amounts', () => {
    const play = opened();
    const evaluator = evaluatorOf([]);
    const before = rowOf(evaluate(play, evaluator));
    setRate(play, '0');
    const { requirements } = evaluate(play, evaluator);
    setRate(play, '1.25');
    expect(rowOf(evaluate(play, evaluatorOf(requirements)))).toEqual(before);
  });

  it('is written with amounts that say nothing where there was no evaluation before', () => {
    const play = opened();
    setRate(play, '0');
    expect(rowOf(evaluate(play, evaluatorOf([])))).toMatchObject({
      account: ALPHA,
      requirement: '0.00',
      groups: [],
      notComputable: NO_RATE,
    });
  });

  it('takes nothing from the others', () => {
    const play = opened();
    goOn(play);
    play.collateral(deposit({ account: 'GAMMA/HOUSE', quantity: '7.00' }));
    setRate(play, '0');
    const row = rowOf(evaluate(play, evaluatorOf([])), 'GAMMA/HOUSE');
    expect(row).toMatchObject({ excess: '7.00' });
    expect(row).not.toHaveProperty('notComputable');
  });
});
