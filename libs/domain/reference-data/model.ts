/**
 * The reference data of one ledger, normalised (contract, "Reference data"; the names and their
 * nesting are those of clearing-house.yaml): every default is filled in, optional blocks that were
 * left out are absent, and nothing but JSON values is in it, so a document survives
 * `JSON.parse(JSON.stringify(document))` unchanged. Decimals stay strings as they were written;
 * they have been validated, so `parseDecimal` takes each of them.
 */

/** A validated decimal string, such as "0.25". Money is in major units of the currency named. */
export type DecimalText = string;
/** ISO 8601 UTC with milliseconds. */
export type InstantText = string;
/** YYYY-MM-DD. */
export type DateText = string;
/** HH:MM on the 24-hour clock, in the calendar's time zone. */
export type TimeOfDayText = string;

export interface ReferenceData {
  readonly version: 1;
  readonly ledger: string;
  readonly baseCurrency: string;
  readonly clock: Clock;
  readonly currencies: Readonly<Record<string, CurrencyDefinition>>;
  readonly calendar?: Calendar;
  readonly members: readonly Member[];
  readonly liquidationGroups: readonly LiquidationGroup[];
  readonly underlyings: readonly Underlying[];
  readonly instruments: readonly Instrument[];
  readonly model: MarginModelSettings;
  readonly collateral: readonly CollateralAsset[];
  readonly collateralLimits: readonly CollateralLimit[];
  readonly marginCalls: MarginCallSettings;
  readonly defaultFund?: DefaultFundSettings;
  readonly skinInTheGame?: SkinInTheGame;
  readonly assessments?: AssessmentSettings;
  readonly waterfall: readonly WaterfallLayer[];
  readonly defaultManagement?: DefaultManagementSettings;
  readonly fees: readonly Fee[];
  /** Rate per year (ACT/360) by currency. */
  readonly cashInterest: Readonly<Record<string, DecimalText>>;
  readonly priceAlignment?: PriceAlignment;
  readonly stressScenarios: readonly MoveScenario[];
  /** Left out, trades are corrected within a day: {@link correctionHoursOf}. */
  readonly tradeCorrections?: TradeCorrectionSettings;
}

export const CLOCKS = ['wall', 'event'] as const;
export type Clock = (typeof CLOCKS)[number];

export interface CurrencyDefinition {
  /** Decimals of the minor unit: 2 for USD, 0 for JPY. */
  readonly scale: number;
}

export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Calendar {
  /** A time zone of the IANA database, such as America/New_York, or UTC. */
  readonly timezone: string;
  readonly weekend: readonly Weekday[];
  readonly holidays: readonly DateText[];
  readonly endOfDay: TimeOfDayText;
  readonly intraday: readonly TimeOfDayText[];
}

export const MEMBER_STATUSES = ['active', 'suspended'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

export interface Member {
  readonly id: string;
  readonly name: string;
  /** Legal entity identifier, ISO 17442. */
  readonly lei?: string;
  /** Affiliates share a group; the member's own id where none was given. */
  readonly group: string;
  readonly status: MemberStatus;
  /** Assets, issuers or underlyings that are the member's own. */
  readonly ownIssues: readonly string[];
  /** Contribution to the default fund in the base currency, where sizing is fixed. */
  readonly defaultFund?: DecimalText;
  /** Over all its accounts together: what each limit counts is added up. */
  readonly limits?: Limits;
  readonly accounts: readonly Account[];
}

export const ACCOUNT_TYPES = [
  'house',
  'client-segregated',
  'client-omnibus-net',
  'client-omnibus-gross',
] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

export const MARGIN_MODES = ['portfolio', 'cross', 'isolated'] as const;
export type MarginMode = (typeof MARGIN_MODES)[number];

export interface Account {
  /** Unique within the member; the account's full name is MEMBER/ACCOUNT. */
  readonly id: string;
  readonly type: AccountType;
  readonly marginMode: MarginMode;
  readonly client?: string;
  readonly limits?: Limits;
}

/** Limits before novation, of an account or of a member; one that is left out does not apply. */
export interface Limits {
  /** Requirement less unsettled, base currency. */
  readonly maxExposure?: DecimalText;
  /** Exposure above counted collateral, base currency; zero lets no trade leave a deficit. */
  readonly maxDeficit?: DecimalText;
  /** Lots, long or short, by instrument. */
  readonly maxLots?: Readonly<Record<string, number>>;
  /** Lots of one trade. */
  readonly maxOrderLots?: number;
}

export const HORIZON_METHODS = ['overlapping', 'sqrt'] as const;
export type HorizonMethod = (typeof HORIZON_METHODS)[number];

export interface LiquidationGroup {
  readonly id: string;
  readonly horizonDays: number;
  readonly horizonMethod: HorizonMethod;
  /** Confidence of the expected shortfall in basis points: 9900 is 99 %. */
  readonly confidenceBp: number;
  /** Observations a year: 252 for business days, 365 for markets that never close. */
  readonly yearDays: number;
}

export const RETURN_KINDS = ['log', 'absolute', 'shifted-log'] as const;
export type ReturnKind = (typeof RETURN_KINDS)[number];
export const MARGIN_METHODS = ['fhs', 'scan'] as const;
export type MarginMethod = (typeof MARGIN_METHODS)[number];

/** An underlying is a class: all its futures, perpetuals and options offset fully. */
export interface Underlying {
  readonly id: string;
  readonly liquidationGroup: string;
  readonly returns: ReturnKind;
  /** The shift a of `(F+a)*exp(R) - a`; there exactly when `returns` is shifted-log. */
  readonly returnShift?: DecimalText;
  readonly method: MarginMethod;
  readonly minimumHistory: number;
  /** There at least when `method` is scan. */
  readonly scan?: ScanSettings;
  readonly marginFloor: DecimalText;
  readonly shortOptionMinimum: DecimalText;
  readonly liquidity?: LiquiditySettings;
  readonly extendedMoves?: ExtendedMoves;
  readonly riskFreeRate: DecimalText;
  readonly dividendYield: DecimalText;
  /** Share of a group of affiliates in this underlying, by group. */
  readonly issuerWeights: Readonly<Record<string, DecimalText>>;
  readonly tradePriceBand?: TradePriceBand;
  readonly priceFeed?: PriceFeed;
}

export interface ScanSettings {
  readonly priceRange: DecimalText;
  readonly volatilityRange: DecimalText;
  readonly extremeMultiple: DecimalText;
  readonly extremeCover: DecimalText;
}

export interface LiquiditySettings {
  readonly halfSpread: DecimalText;
  /** Lots. */
  readonly averageDailyVolume: DecimalText;
  readonly halfSpreadVolatility: DecimalText;
}

export interface ExtendedMoves {
  readonly scanRange: DecimalText;
  readonly moves: readonly DecimalText[];
  readonly volatilityUp: DecimalText;
}

export interface TradePriceBand {
  /** Share of the last accepted price. */
  readonly relative: DecimalText;
  /** Price points. */
  readonly absolute: DecimalText;
}

/** The gates of margin-model.md, section j. */
export interface PriceFeed {
  /** Weight by source. */
  readonly sources: Readonly<Record<string, DecimalText>>;
  readonly maxAgeSeconds: number;
  readonly haltAfterSeconds: number;
  readonly outlierScore: DecimalText;
  readonly clamp: DecimalText;
  readonly quorum: number;
  readonly band: { readonly floor: DecimalText; readonly sigmas: DecimalText };
  readonly jump: {
    readonly observations: number;
    readonly seconds: number;
    readonly within: DecimalText;
  };
}

export const INSTRUMENT_TYPES = ['future', 'option', 'perpetual'] as const;
export type InstrumentType = (typeof INSTRUMENT_TYPES)[number];

interface InstrumentTerms {
  readonly id: string;
  readonly underlying: string;
  readonly currency: string;
  readonly tickSize: DecimalText;
  /** Value of one tick of one lot, in minor units of `currency`. */
  readonly tickValueMinor: number;
}

export interface FutureTerms extends InstrumentTerms {
  readonly type: 'future';
  readonly expiry: InstantText;
}

export const OPTION_RIGHTS = ['call', 'put'] as const;
export type OptionRight = (typeof OPTION_RIGHTS)[number];
export const PREMIUM_STYLES = ['premium', 'futures'] as const;
export type PremiumStyle = (typeof PREMIUM_STYLES)[number];
export const EXERCISES = ['cash', 'future'] as const;
export type Exercise = (typeof EXERCISES)[number];
export const ASSIGNMENTS = ['lottery', 'pro-rata'] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

export interface OptionTerms extends InstrumentTerms {
  readonly type: 'option';
  readonly expiry: InstantText;
  readonly right: OptionRight;
  readonly strike: DecimalText;
  /** premium: paid once. futures: variation margin like a future. */
  readonly premiumStyle: PremiumStyle;
  /** The future that the option is on; absent for an option on the underlying itself. */
  readonly forward?: string;
  readonly exercise: Exercise;
  /** Price points in the money from which an option is exercised by itself at expiry. */
  readonly exerciseThreshold: DecimalText;
  /** Until when a holder may instruct against the automatic exercise; absent: until the expiry. */
  readonly contraryCutOff?: InstantText;
  readonly assignment: Assignment;
}

export interface PerpetualTerms extends InstrumentTerms {
  readonly type: 'perpetual';
  /** Symbol of the index; there at least when `funding` is. */
  readonly index?: string;
  readonly funding?: FundingTerms;
}

/** margin-model.md a.2; rates are per interval. */
export interface FundingTerms {
  readonly intervalHours: number;
  readonly interestRate: DecimalText;
  readonly damper: DecimalText;
  readonly cap: DecimalText;
}

export type Instrument = FutureTerms | OptionTerms | PerpetualTerms;

/** margin-model.md names each of these. */
export interface MarginModelSettings {
  readonly id: string;
  readonly lookback: number;
  readonly burnIn: number;
  readonly decay: { readonly fast: DecimalText; readonly slow: DecimalText };
  readonly scalingCap: DecimalText;
  readonly dailyVolatilityFloor: DecimalText;
  readonly stressWeight: DecimalText;
  readonly stressPeriods: readonly StressPeriod[];
  readonly hypotheticalShocks: readonly MoveScenario[];
  readonly longRunFloor: boolean;
  readonly longRunDays: number;
  readonly buffer: { readonly enabled: boolean; readonly share: DecimalText };
  readonly offsetShare: DecimalText;
  readonly liquidityAddOn: boolean;
  readonly horizonExtension: { readonly enabled: boolean; readonly participation: DecimalText };
  readonly correlationBreak: {
    readonly enabled: boolean;
    readonly window: number;
    readonly kappa: DecimalText;
    readonly low: DecimalText;
    readonly high: DecimalText;
  };
  readonly regimeLadder: {
    readonly enabled: boolean;
    readonly rungs: readonly DecimalText[];
    readonly band: DecimalText;
    readonly holdDays: number;
  };
  readonly valuationIntervalMinutes: number;
  /** Unit of the scenario cube in base currency: a power of ten, at most 1. */
  readonly quantum: DecimalText;
}

/** Both days are inside. */
export interface StressPeriod {
  readonly from: DateText;
  readonly to: DateText;
}

/** Moves by factor: an underlying (`SPX`), its volatility (`SPX.VOL`, `SPX.VOL@90`), and so on. */
export interface MoveScenario {
  readonly name: string;
  readonly moves: Readonly<Record<string, DecimalText>>;
}

export const COLLATERAL_TYPES = ['cash', 'security', 'crypto'] as const;
export type CollateralType = (typeof COLLATERAL_TYPES)[number];

export interface CollateralAsset {
  /** For cash the same as `currency`. */
  readonly asset: string;
  readonly type: CollateralType;
  readonly currency: string;
  /** Decimals of a quantity; for cash the currency's. */
  readonly scale: number;
  readonly haircut: DecimalText;
  /** Applies only where `currency` is not the base currency. */
  readonly currencyHaircut: DecimalText;
  /** The quantity that a price is for: 100 of face for bonds. */
  readonly priceUnit: DecimalText;
  readonly issuer?: string;
  readonly class?: string;
  /** Symbol of the price; the asset's own id where none was given; absent for cash. */
  readonly priceSymbol?: string;
  /** An older price counts as none; absent: a price does not age. */
  readonly maxAgeSeconds?: number;
}

/** Of a class or of an asset (one of the two), relative or absolute or both. */
export interface CollateralLimit {
  readonly class?: string;
  readonly asset?: string;
  readonly shareOfRequirement?: DecimalText;
  /** Units of the asset over all members. */
  readonly totalQuantity?: DecimalText;
}

/** Amounts in the base currency. */
export interface MarginCallSettings {
  readonly minimumTransferAmount: DecimalText;
  readonly rounding: DecimalText;
  readonly threshold: DecimalText;
  /** Exposure over counted collateral. */
  readonly intradayTrigger: DecimalText;
  readonly intradayTriggerAmount?: DecimalText;
  readonly coalesceSeconds: number;
  readonly reminderMinutes: number;
  readonly dueMinutes: number;
  readonly escalationMinutes: number;
  readonly declareDefaultAutomatically: boolean;
  readonly withdrawalBuffer: DecimalText;
}

export const DEFAULT_FUND_SIZINGS = ['fixed', 'cover-2'] as const;
export type DefaultFundSizing = (typeof DEFAULT_FUND_SIZINGS)[number];

/** Amounts in the base currency. */
export interface DefaultFundSettings {
  readonly sizing: DefaultFundSizing;
  readonly multiplier: DecimalText;
  readonly minimum: DecimalText;
  readonly memberFloor: DecimalText;
  readonly averageMarginDays: number;
  readonly rounding: DecimalText;
}

/** Amounts in the base currency. */
export interface SkinInTheGame {
  readonly first: DecimalText;
  readonly second: DecimalText;
}

/** Multiples of the contribution. */
export interface AssessmentSettings {
  readonly perDefault: DecimalText;
  readonly perPeriod: DecimalText;
  readonly periodDays: number;
}

export const WATERFALL_LAYERS = [
  'DEFAULTER_MARGIN',
  'DEFAULTER_DEFAULT_FUND',
  'CCP_FIRST_LOSS',
  'SURVIVORS_DEFAULT_FUND',
  'CCP_SECOND_LOSS',
  'ASSESSMENTS',
  'GAINS_HAIRCUT',
  'PARTIAL_TEAR_UP',
  'FULL_TEAR_UP',
] as const;
export type WaterfallLayer = (typeof WATERFALL_LAYERS)[number];

export interface DefaultManagementSettings {
  readonly portingHours: number;
  readonly juniorisation: boolean;
  readonly automaticClientCloseOut: boolean;
}

export interface Fee {
  readonly accountType: AccountType;
  /** Base currency. */
  readonly perLot: DecimalText;
}

export interface PriceAlignment {
  readonly enabled: boolean;
  /** Rate per year by currency. */
  readonly rates: Readonly<Record<string, DecimalText>>;
}

/** How venues may bust and correct trades. */
export interface TradeCorrectionSettings {
  /** Hours from a trade's novation on in which it can be busted or corrected. */
  readonly maxAgeHours: number;
}
