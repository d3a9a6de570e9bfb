import { describe, expect, it } from 'vitest';
import { ownShare } from '#libs/domain/fire-drill/own-share.js';
import { reverseDefault } from '#libs/domain/fire-drill/reverse-default.js';
import { simulateDefault } from '#libs/domain/fire-drill/simulate-default.js';
import { HouseOfFive } from '#libs/domain/testing/house-of-five.js';
import { describeDrill, describeReverse, describeShare } from './describe-drill.js';

const { play } = new HouseOfFive({
  stressScenarios: [{ name: 'fall', moves: { IDX: '-0.02' } }],
});

function drilled() {
  const result = simulateDefault(play.house, play.engine, { member: 'A', lossMinor: 1500n });
  if (!result.ok) throw new Error(result.error.reason);
  return result.value;
}

describe('a drill, for people', () => {
  it('says the loss, what each layer bears, and who pays what of it', () => {
    const text = describeDrill(drilled());
    expect(text).toContain('A fails with a loss of 1500 JPY; nothing is touched');
    expect(text).toMatch(/loss +1500 JPY\n/);
    expect(text).toMatch(/ +4 {2}SURVIVORS_DEFAULT_FUND +376 +1001 +376 +625/);
    expect(text).toMatch(/C +116 +116 +116 +191 +423 +364\.7/);
    expect(text).toMatch(/A\/HOUSE +FUT +100 +85/);
    expect(text).toMatch(/borne by nobody +0 JPY/);
  });

  it('says a member its own share and nobody else', () => {
    const own = ownShare(drilled(), 'C');
    if (!own) throw new Error('C survives');
    const text = describeShare(own);
    expect(text).toMatch(/C +116 +116 +116 +191 +423 +364\.7/);
    expect(text).not.toMatch(/^[BDE] /m);
  });

  it('says what it takes to exhaust each layer', () => {
    const steps = reverseDefault(play.house, play.engine, { member: 'A', scenario: 'fall' });
    let step = steps.next();
    while (!step.done) step = steps.next();
    if (!step.value.ok) throw new Error(step.value.error.reason);
    const text = describeReverse(step.value.value);
    expect(text).toContain('in multiples of scenario fall; nothing is touched');
    expect(text).toMatch(/1 {2}DEFAULTER_MARGIN +1\.7814 +400 +300/);
    expect(text).toMatch(/GAINS_HAIRCUT +none found/);
  });
});
