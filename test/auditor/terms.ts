import { fraction, type Fraction } from './arithmetic.js';

/** The parts of the reference data that an auditor goes by, as the document names them. */
interface Document {
  readonly baseCurrency: string;
  readonly currencies: Readonly<Record<string, { readonly scale: number }>>;
  readonly members: readonly {
    readonly id: string;
    readonly accounts: readonly { readonly id: string; readonly type: string }[];
  }[];
  readonly instruments: readonly {
    readonly id: string;
    readonly currency: string;
    readonly underlying: string;
    readonly tickSize: string;
    readonly tickValueMinor: number;
    readonly premiumStyle?: string;
    readonly expiry?: string;
    readonly right?: string;
    readonly strike?: string;
    readonly forward?: string;
    readonly index?: string;
    readonly funding?: FundingTerms;
  }[];
  readonly collateral: readonly {
    readonly asset: string;
    readonly type: string;
    readonly scale?: number;
  }[];
  readonly fees?: readonly { readonly accountType: string; readonly perLot: string }[];
  readonly cashInterest?: Readonly<Record<string, string>>;
  readonly priceAlignment?: { readonly enabled: boolean; readonly rates: Record<string, string> };
}

export interface FundingTerms {
  readonly intervalHours: number;
  readonly interestRate: string;
  readonly damper: string;
  readonly cap: string;
}

/** What one lot of an instrument is worth. */
export interface Contract {
  readonly currency: string;
  /** Minor units for one point of price. */
  readonly point: Fraction;
  readonly paysPremium: boolean;
  readonly index: string | undefined;
  readonly funding: FundingTerms | undefined;
  readonly option: OptionContract | undefined;
  /** One tick of its price. */
  readonly tick: Fraction;
}

/** An option that is exercised into cash at its expiry. */
export interface OptionContract {
  readonly right: string;
  readonly strike: string;
  /** The symbol whose final price it is exercised against. */
  readonly base: string;
}

/** What was agreed, on paper. */
export class Terms {
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly interest: ReadonlyMap<string, string>;
  readonly alignment: ReadonlyMap<string, string>;
  readonly baseCurrency: string;
  private readonly scales: ReadonlyMap<string, number>;
  private readonly types: ReadonlyMap<string, string>;
  private readonly cash: ReadonlySet<string>;
  private readonly fees: ReadonlyMap<string, string>;

  constructor(given: unknown) {
    const document = given as Document;
    this.baseCurrency = document.baseCurrency;
    this.scales = new Map([
      ...document.collateral.map(({ asset, scale }) => [asset, scale ?? 0] as const),
      ...Object.entries(document.currencies).map(([name, { scale }]) => [name, scale] as const),
    ]);
    this.cash = new Set(Object.keys(document.currencies));
    this.types = new Map(
      document.members.flatMap(({ id, accounts }) =>
        accounts.map((account) => [`${id}/${account.id}`, account.type] as const),
      ),
    );
    this.fees = new Map(document.fees?.map(({ accountType, perLot }) => [accountType, perLot]));
    this.interest = new Map(Object.entries(document.cashInterest ?? {}));
    const { enabled = false, rates = {} } = document.priceAlignment ?? {};
    this.alignment = new Map(enabled ? Object.entries(rates) : []);
    this.contracts = new Map(
      document.instruments.map((each) => {
        const tick = fraction(each.tickSize);
        const point = { n: BigInt(each.tickValueMinor) * tick.d, d: tick.n };
        const { currency, index, funding } = each;
        const paysPremium = each.premiumStyle === 'premium';
        const option =
          each.right === undefined || each.strike === undefined
            ? undefined
            : { right: each.right, strike: each.strike, base: each.forward ?? each.underlying };
        return [each.id, { currency, point, paysPremium, index, funding, option, tick }];
      }),
    );
  }

  contract(instrument: string): Contract {
    const found = this.contracts.get(instrument);
    if (!found) throw new RangeError(`${instrument} is not in the reference data`);
    return found;
  }

  /** Decimals of a currency or an asset. */
  scale(asset: string): number {
    return this.scales.get(asset) ?? 0;
  }

  isCash(asset: string): boolean {
    return this.cash.has(asset);
  }

  typeOf(account: string): string | undefined {
    return this.types.get(account);
  }

  /** What a lot costs an account, as a decimal of the base currency. */
  feeOf(account: string): string {
    return this.fees.get(this.typeOf(account) ?? '') ?? '0';
  }
}
