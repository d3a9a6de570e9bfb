import { HouseOfFive, type StepAnswer } from './house-of-five.js';
import type { DocumentChanges } from './reference-document.js';

const MEMBERS = { A: '174', B: '145', C: '116', D: '69', E: '46' } as const;

const future = (id: string, currency: string): Record<string, unknown> => ({
  id,
  type: 'future',
  underlying: 'IDX',
  currency,
  tickSize: '1',
  tickValueMinor: 1,
  expiry: '2026-12-18T06:00:00.000Z',
});

/** Accounts that every member has, two of the house among them and every kind of client's. */
export const ACCOUNTS = ['HOUSE', 'DESK', 'BOXES', 'C1', 'C2', 'OMNI'] as const;

/** Worked example h with more accounts, a future in another currency, and collateral of every kind. */
export const MANY_ACCOUNTS: DocumentChanges = {
  members: Object.entries(MEMBERS).map(([id, defaultFund]) => ({
    id,
    name: id,
    accounts: [
      { id: 'HOUSE', type: 'house', marginMode: 'portfolio' },
      { id: 'DESK', type: 'house', marginMode: 'portfolio' },
      { id: 'BOXES', type: 'house', marginMode: 'isolated' },
      { id: 'C1', type: 'client-segregated', marginMode: 'portfolio' },
      { id: 'C2', type: 'client-segregated', marginMode: 'isolated' },
      { id: 'OMNI', type: 'client-omnibus-gross', marginMode: 'portfolio' },
    ],
    defaultFund,
  })),
  instruments: [future('FUT', 'JPY'), future('FUT2', 'JPY'), future('FUTU', 'USD')],
};

/** A position that is still open, by account and client. */
interface Open {
  readonly account: string;
  readonly client?: string;
  readonly instrument: string;
  readonly lots: number;
}

/** A house in which whole defaults are played, and what must hold after each step of them. */
export class HouseOfDefaults extends HouseOfFive {
  private paid = 0;

  constructor(changes: DocumentChanges = {}) {
    super({ ...MANY_ACCOUNTS, ...changes });
    this.price('USDJPY', '150');
    this.price('BOND', '98');
    for (const instrument of ['FUT2', 'FUTU']) this.price(instrument, '100');
  }

  /** A deposit of any asset, into a bucket or not. */
  depositInto(account: string, asset: string, quantity: string, bucket?: string): void {
    this.paid += 1;
    this.play.collateral({
      instructionId: `P-${this.paid}`,
      type: 'DEPOSIT',
      account,
      asset,
      quantity,
      valueDate: '2026-11-20',
      ...(bucket === undefined ? {} : { bucket }),
    });
  }

  /** A trade between accounts, `A/OMNI F1` where a client is behind one; its clients open. */
  tradeOf(buyer: string, seller: string, lots: number, price: number, instrument: string): string {
    const [[buys, buyerClient], [sells, sellerClient]] = [buyer.split(' '), seller.split(' ')];
    this.paid += 1;
    const [answer] = this.play.trade({
      tradeId: `R-${this.paid}`,
      venue: 'XSIM',
      instrument,
      quantity: String(lots),
      price: String(price),
      buyer: buys ?? '',
      seller: sells ?? '',
      executedAt: this.nextTime(),
      ...(buyerClient === undefined ? {} : { buyerClient, buyerEffect: 'OPEN' }),
      ...(sellerClient === undefined ? {} : { sellerClient, sellerEffect: 'OPEN' }),
    });
    return answer?.type === 'TradeRejected' ? answer.payload.code : 'NOVATED';
  }

  /** What a member's accounts hold, by client where they are gross. */
  open(member: string): Open[] {
    const { holdings, clients } = this.play.house.trading;
    return ACCOUNTS.map((id) => `${member}/${id}`).flatMap((account) => {
      const ofClients = clients.get(account);
      if (!ofClients)
        return [...(holdings.get(account) ?? [])]
          .filter(([, { lots }]) => lots !== 0)
          .map(([instrument, { lots }]) => ({ account, instrument, lots }));
      return [...ofClients].flatMap(([client, held]) =>
        [...held].flatMap(([instrument, { long, short }]) =>
          [long, -short]
            .filter((lots) => lots !== 0)
            .map((lots) => ({ account, client, instrument, lots })),
        ),
      );
    });
  }

  /** Closes out everything of a member at prices, against one account; but for some of it. */
  flatten(
    defaultId: string,
    member: string,
    counterparty: string,
    priceOf: (open: Open, i: number) => number | undefined,
  ): StepAnswer | undefined {
    const fills = this.open(member).flatMap((open, i) => {
      const price = priceOf(open, i);
      if (price === undefined) return [];
      const { account, client, instrument, lots } = open;
      const whose = client === undefined ? {} : { client };
      const quantity = String(-lots);
      return [{ instrument, quantity, price: String(price), counterparty, account, ...whose }];
    });
    if (fills.length === 0) return undefined;
    return this.ask({ type: 'CLOSE_OUT_DEFAULT', defaultId, fills });
  }

  /** A cycle now, at the marks. */
  cycle(): StepAnswer {
    return this.ask({ type: 'SETTLE', cycleType: 'INTRADAY', date: '2026-11-21' });
  }

  /** What is wrong with the books, in words: nothing ever is. */
  wrongs(): string[] {
    const { books, trading, defaults, settlement } = this.play.house;
    const sums = new Map<string, bigint>();
    for (const balances of books.values())
      for (const [asset, units] of balances) add(sums, `all ${asset}`, units);
    for (const [, holdings] of trading.holdings)
      for (const [instrument, { lots }] of holdings) add(sums, `lots ${instrument}`, BigInt(lots));
    for (const [account, clients] of trading.clients) {
      for (const held of clients.values())
        for (const [instrument, { lots }] of held)
          add(sums, `clients ${account} ${instrument}`, BigInt(lots));
      for (const [instrument, { lots }] of trading.holdings.get(account) ?? [])
        add(sums, `clients ${account} ${instrument}`, BigInt(-lots));
    }
    for (const currency of ['JPY', 'USD'])
      add(sums, `settlement ${currency}`, this.held(`ccp/settlement/${currency}`, currency));
    for (const [key, minor] of defaults.carried)
      add(sums, `settlement ${key.split(' ')[1]}`, -minor);
    // What is owed by the books is what cycles and defaults wait for.
    for (const [book, balances] of books)
      for (const [asset, units] of balances) {
        const owing = /^account\/(.*)\/cash\/[^/]+$/.exec(book)?.[1] ?? book;
        if (units < 0n && /^(account|assessment)\//.test(book))
          add(sums, `owed ${owing} ${asset}`, units);
      }
    for (const { owed } of [...settlement.booked.values(), ...settlement.sources.values()])
      for (const [key, minor] of owed) add(sums, `owed ${key}`, minor);
    return [...sums].filter(([, sum]) => sum !== 0n).map(([what, sum]) => `${what}: ${sum}`);
  }
}

function add(sums: Map<string, bigint>, key: string, minor: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + minor);
}
