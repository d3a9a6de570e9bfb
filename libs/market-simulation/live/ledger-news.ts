/** An event of the ledger as its topic has it, as far as it is told. */
export interface LedgerEvent {
  readonly type: string;
  readonly payload: unknown;
}

interface Comparison {
  readonly now: string;
}

interface RegimeChange {
  readonly underlying: string;
  readonly from: string;
  readonly to: string;
  readonly inputs: {
    readonly intraday?: Comparison & { readonly scenarios: string };
    readonly implied?: Comparison & { readonly reference: string };
  };
}

interface FeedChange {
  readonly symbol: string;
  readonly underlying: string;
  readonly from?: string;
  readonly to: string;
  readonly quality: string;
}

interface Funding {
  readonly instrument: string;
  readonly rate?: string;
  readonly missing?: readonly string[];
}

/** What is worth a line for people; undefined for everything else. */
export function describeLedgerEvent({ type, payload }: LedgerEvent): string | undefined {
  if (type === 'VolatilityRegimeChanged') return describeRegime(payload as RegimeChange);
  if (type === 'PriceFeedStateChanged') return describeFeed(payload as FeedChange);
  if (type === 'FundingAccrued') return describeFunding(payload as Funding);
  return undefined;
}

function describeFunding({ instrument, rate, missing = [] }: Funding): string {
  if (rate === undefined)
    return `funding of ${instrument}: none, there was no ${missing.join(', ')}`;
  const [payer, other] = rate.startsWith('-') ? ['short', 'long'] : ['long', 'short'];
  const size = (PERCENT * Math.abs(Number(rate))).toFixed(FUNDING_DECIMALS);
  return `funding of ${instrument}: ${payer} positions owe ${other} ones ${size} % for the last interval`;
}

function describeRegime({ underlying, from, to, inputs }: RegimeChange): string {
  const { implied, intraday } = inputs;
  const reasons = [
    implied && ratioOf(implied.now, implied.reference)
      ? `implied volatility ${percent(implied.now)}, was ${percent(implied.reference)} when the scenarios were built`
      : '',
    intraday
      ? `prices move ${percent(intraday.now)} a day, the scenarios ${percent(intraday.scenarios)}`
      : '',
  ].filter((reason) => reason !== '');
  return `volatility ladder: ${underlying} goes from ${from} to ${to} (${reasons.join('; ')})`;
}

const ratioOf = (now: string, reference: string): boolean => Number(now) > Number(reference);

/** Of the instruments; the sources quote the underlying itself likewise. */
function describeFeed({ symbol, underlying, from, to, quality }: FeedChange): string | undefined {
  if (symbol === underlying || from === undefined) return undefined;
  const is = `prices of ${symbol} are ${to}`;
  switch (to) {
    case 'LIVE':
      return from === 'LIVE' ? undefined : `${is} again`;
    case 'DEGRADED':
      return quality === 'SINGLE_SOURCE'
        ? `${is}: one source is left, so margin goes a rung up`
        : `${is}: a source is silent`;
    case 'SUSPECT':
      return `${is}: a jump waits to be believed`;
    case 'STALE':
      return `${is}: no source says anything, so margin goes a rung up`;
    case 'HALTED':
      return `${is}: nobody takes on new risk until they come again`;
    default:
      return undefined;
  }
}

const PERCENT = 100;
const FUNDING_DECIMALS = 4;

const percent = (share: string): string => `${(PERCENT * Number(share)).toFixed(1)} %`;
