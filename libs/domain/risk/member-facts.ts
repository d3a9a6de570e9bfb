import type { HouseState } from '#libs/domain/house/house-state.js';
import type { AccountFacts } from '#libs/domain/margin-model/account-facts.js';
import type { MarginCube } from '#libs/domain/margin-model/margin-cube.js';
import { liquiditySettings } from '#libs/domain/margin-model/liquidity-of-class.js';
import {
  memberLiquidity,
  type AccountInClass,
} from '#libs/domain/margin-model/member-liquidity-of-class.js';
import {
  add,
  rational,
  rationalFromDecimal,
  ZERO,
  type Rational,
} from '#libs/domain/numerics/rational.js';
import type { Member } from '#libs/domain/reference-data/model.js';
import type { ReferenceIndex } from '#libs/domain/reference-data/reference-index.js';
import type { AccountBooks } from './account-books.js';
import type { MarkLoader } from './mark-loader.js';

const NONE: ReadonlyMap<string, Rational> = new Map();
const WHOLE = rational(1n);

/**
 * What an account's margin depends on besides its own positions: who its member is, and what the
 * member's other accounts hold (margin-model.md d.1, d.2). Kept for one position and time of the ledger,
 * as all accounts of a member ask for the same: time alone moves the deltas of options.
 */
export class MemberFacts {
  private at: { readonly position: number; readonly timeMs: number | undefined } | undefined;
  private readonly liquidity = new Map<string, ReadonlyMap<string, Rational>>();
  private readonly shares = new Map<string, ReadonlyMap<string, Rational>>();

  constructor(
    private readonly house: HouseState,
    private readonly reference: ReferenceIndex,
    private readonly cube: MarginCube,
    private readonly books: AccountBooks,
    private readonly marks: MarkLoader,
  ) {}

  /** Nothing kept counts any more: the state was changed within its position. */
  forget(): void {
    this.at = undefined;
  }

  /** The facts of an account at the state as it is. */
  of(account: string): AccountFacts {
    const entry = this.reference.accounts.get(account);
    if (!entry) return { memberLiquidity: NONE, ownShares: NONE };
    return {
      memberLiquidity: this.liquidityOf(account, entry.member),
      ownShares: this.sharesOf(entry.member),
    };
  }

  /** The share of a member's group in each underlying; the whole of what it issues itself. */
  private sharesOf(member: Member): ReadonlyMap<string, Rational> {
    let shares = this.shares.get(member.id);
    if (shares) return shares;
    const found = new Map<string, Rational>();
    for (const { id, issuerWeights } of this.reference.data.underlyings) {
      const weight = issuerWeights[member.group] ?? issuerWeights[member.id];
      if (member.ownIssues.includes(id)) found.set(id, WHOLE);
      else if (weight !== undefined) found.set(id, rationalFromDecimal(weight));
    }
    shares = found;
    this.shares.set(member.id, shares);
    return shares;
  }

  private liquidityOf(account: string, member: Member): ReadonlyMap<string, Rational> {
    if (!this.cube.settings.model.liquidityAddOn) return NONE;
    const clients = this.books.clientsOf(account);
    if (member.accounts.length < 2 && !clients) return NONE;
    const { position, ledgerTimeMs: timeMs } = this.house;
    if (this.at?.position !== position || this.at.timeMs !== timeMs) {
      this.liquidity.clear();
      this.at = { position, timeMs };
    }
    const charges = new Map<string, Rational>();
    for (const holder of clients ?? [undefined]) {
      for (const { underlying } of this.books.of(account, holder).book.holdings()) {
        const charge = this.classOf(member, underlying).get(nameOf(account, holder));
        if (charge) charges.set(underlying, add(charges.get(underlying) ?? ZERO, charge));
      }
    }
    return charges;
  }

  private classOf(member: Member, underlying: string): ReadonlyMap<string, Rational> {
    const settings = liquiditySettings(this.cube, underlying);
    if (!settings) return NONE;
    const key = `${member.id} ${underlying}`;
    let charges = this.liquidity.get(key);
    if (!charges) {
      charges = memberLiquidity(this.accountsIn(member, underlying), settings, this.cube);
      this.liquidity.set(key, charges);
    }
    return charges;
  }

  /**
   * The member's accounts that hold something of a class, of gross omnibus ones each client, since
   * clients do not net; one without a price counts for nothing.
   */
  private accountsIn(member: Member, underlying: string): AccountInClass[] {
    return member.accounts.flatMap(({ id }) => {
      const account = `${member.id}/${id}`;
      const holders = this.books.clientsOf(account) ?? [undefined];
      return holders.flatMap((client) => this.holderIn(account, client, underlying) ?? []);
    });
  }

  private holderIn(
    account: string,
    client: string | undefined,
    underlying: string,
  ): AccountInClass | undefined {
    const { book, lots } = this.books.of(account, client);
    const holding = book.holdings().find((each) => each.underlying === underlying);
    if (!holding) return undefined;
    for (const instrument of lots.keys()) this.marks.load(instrument);
    const held = holding.held(this.cube);
    if (!held.ok || held.value.length === 0) return undefined;
    return { account: nameOf(account, client), held: held.value };
  }
}

const nameOf = (account: string, client: string | undefined): string =>
  client === undefined ? account : `${account} ${client}`;
