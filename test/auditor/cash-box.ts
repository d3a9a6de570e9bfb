import { decimal, units } from './arithmetic.js';
import type { Instruction, Transfer } from './audited-events.js';
import { add, type Findings } from './findings.js';
import type { Terms } from './terms.js';

/** What accounts hold, by `account asset`, and what has come in for all of them together. */
export class CashBox {
  readonly held = new Map<string, bigint>();
  /** Contributions to the default fund, by member and asset. */
  readonly fund = new Map<string, bigint>();
  /** What came in from banks and custodians less what went out, by asset. */
  readonly cameIn = new Map<string, bigint>();
  /** Fees that the clearing house took, and interest that it kept. */
  readonly fees = new Map<string, bigint>();

  constructor(
    private readonly terms: Terms,
    private readonly findings: Findings,
  ) {}

  /** Carries out an accepted instruction. */
  instruct(type: string, position: number, given: Instruction): void {
    const where = `${given.instructionId} of ${given.account ?? given.member} at ${position}`;
    const { account = '', member = '', toAccount = '', asset = '', quantity = '0' } = given;
    switch (type) {
      case 'CollateralDeposited':
        this.enter(account, asset, quantity, where);
        break;
      case 'CollateralWithdrawn':
      case 'CollateralRecalled':
        this.leave(account, asset, quantity, where);
        break;
      case 'CollateralSubstituted': {
        const { deliver, release } = given;
        if (!deliver || !release) throw new RangeError(`${where} does not say what moves`);
        this.enter(account, deliver.asset, deliver.quantity, where);
        this.leave(account, release.asset, release.quantity, where);
        break;
      }
      case 'CollateralTransferred':
        this.expectOwn(account, toAccount, where);
        this.move(account, asset, -this.unitsOf(asset, quantity), where);
        this.move(toAccount, asset, this.unitsOf(asset, quantity), where);
        break;
      case 'DefaultFundDeposited':
        add(this.fund, `${member} ${asset}`, this.unitsOf(asset, quantity));
        this.passOutside(asset, this.unitsOf(asset, quantity), where);
        break;
      case 'DefaultFundWithdrawn':
        add(this.fund, `${member} ${asset}`, -this.unitsOf(asset, quantity));
        this.passOutside(asset, -this.unitsOf(asset, quantity), where);
    }
  }

  /** Collateral that goes with lots: from house to house alone, since no client has accounts at two members. */
  accompany(position: number, { from, to, collateral = [] }: Transfer): void {
    const where = `lots of ${from.account} at ${position}`;
    for (const { asset, quantity } of collateral)
      for (const { account } of to) {
        const isOfHouses = [from.account, account].every((of) => this.terms.typeOf(of) === 'house');
        this.findings.expect(isOfHouses, () => `${where}: it gave ${asset} to ${account}`);
        this.move(from.account, asset, -this.unitsOf(asset, quantity), where);
        this.move(account, asset, this.unitsOf(asset, quantity), where);
      }
  }

  /** What a cycle brings an account; below zero it is a debt. */
  settle(key: string, amount: bigint): void {
    add(this.held, key, amount);
  }

  /** Interest that accounts receive comes in from the bank; what they pay stays with the fees. */
  charge(kind: string, currency: string, amount: bigint, where: string): void {
    if (kind === 'INTEREST' && amount > 0n) this.passOutside(currency, amount, where);
    else if (kind === 'FEE' || kind === 'INTEREST') add(this.fees, currency, -amount);
  }

  /** Cash alone, by `account currency`. */
  cash(): Map<string, bigint> {
    return new Map([...this.held].filter(([key]) => this.terms.isCash(key.split(' ')[1] ?? '')));
  }

  /** Every book as it should be, by `book asset`. */
  trial(): Map<string, bigint> {
    const books = new Map<string, bigint>();
    for (const [key, amount] of this.held) {
      const [account = '', asset = ''] = key.split(' ');
      const kind = this.terms.isCash(asset) ? 'cash' : 'asset';
      books.set(`account/${account}/${kind}/${asset} ${asset}`, amount);
    }
    for (const [key, amount] of this.fund) books.set(`default-fund/${key}`, amount);
    for (const [asset, amount] of this.fees) books.set(`ccp/fees ${asset}`, amount);
    for (const [asset, amount] of this.cameIn) {
      const outside = this.terms.isCash(asset) ? 'BANK' : 'CUSTODIAN';
      books.set(`external/${outside} ${asset}`, -amount);
    }
    return books;
  }

  private unitsOf(asset: string, quantity: string): bigint {
    const amount = units(quantity, this.terms.scale(asset));
    if (amount <= 0n) throw new RangeError(`${quantity} ${asset} is no quantity`);
    return amount;
  }

  private enter(account: string, asset: string, quantity: string, where: string): void {
    const amount = this.unitsOf(asset, quantity);
    this.passOutside(asset, amount, where);
    this.move(account, asset, amount, where);
  }

  private leave(account: string, asset: string, quantity: string, where: string): void {
    const amount = this.unitsOf(asset, quantity);
    this.passOutside(asset, -amount, where);
    this.move(account, asset, -amount, where);
  }

  private move(account: string, asset: string, amount: bigint, where: string): void {
    const { findings, terms } = this;
    findings.expect(terms.typeOf(account) !== undefined, () => `${where}: ${account} is unknown`);
    add(this.held, `${account} ${asset}`, amount);
    const left = this.held.get(`${account} ${asset}`) ?? 0n;
    findings.expect(
      amount > 0n || left >= 0n,
      () => `${where}: ${account} gave ${decimal(-left, terms.scale(asset))} ${asset} it had not`,
    );
  }

  private passOutside(asset: string, amount: bigint, where: string): void {
    add(this.cameIn, asset, amount);
    const left = this.cameIn.get(asset) ?? 0n;
    this.findings.expect(
      left >= 0n,
      () =>
        `${where}: ${decimal(-left, this.terms.scale(asset))} ${asset} went out that never came in`,
    );
  }

  /** Of one member, and never out of what is a client's. */
  private expectOwn(from: string, to: string, where: string): void {
    const own = from.split('/')[0] === to.split('/')[0] && this.terms.typeOf(from) === 'house';
    this.findings.expect(own, () => `${where}: ${from} gave to ${to}`);
  }
}
