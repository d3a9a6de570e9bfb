import { PRICE_STEP_MS } from './funding-limits.js';

/** A price and the moment from which it counts. */
export interface PriceStep {
  readonly fromMs: number;
  readonly price: string;
}

/** How the price of one symbol went on after the moment that an average has come to. */
export interface PricePath {
  /** In force at that moment; undefined before the first price. */
  price: string | undefined;
  /** What changed after it, oldest first. */
  readonly ahead: PriceStep[];
  /** Up to here the path is known: what comes later counts from here on at the earliest. */
  knownToMs: number;
}

/** The start of the step of time that a moment is in. */
export const stepOf = (ms: number): number => Math.floor(ms / PRICE_STEP_MS) * PRICE_STEP_MS;

/** A path without any price yet. */
export const startPath = (knownToMs: number): PricePath => ({
  price: undefined,
  ahead: [],
  knownToMs,
});

/** Lets a price count from a moment on, or from where the path is known to if that is later. */
export function goOn(path: PricePath, price: string, atMs: number): void {
  const fromMs = Math.max(atMs, path.knownToMs);
  path.knownToMs = fromMs;
  const { ahead } = path;
  if (ahead.at(-1)?.fromMs === fromMs) ahead.pop();
  if ((ahead.at(-1)?.price ?? path.price) !== price) ahead.push({ fromMs, price });
}

/** Takes the steps up to a moment, that one included, as the price in force. */
export function stepTo(path: PricePath, ms: number): void {
  const ahead = path.ahead.findIndex(({ fromMs }) => fromMs > ms);
  const passed = path.ahead.splice(0, ahead < 0 ? path.ahead.length : ahead);
  path.price = passed.at(-1)?.price ?? path.price;
}

/** The moment of the next step; infinite where none is known. */
export const nextStepMs = (path: PricePath): number => path.ahead[0]?.fromMs ?? Infinity;

/** A copy that may go its own way. */
export const copyPath = (path: PricePath): PricePath => ({ ...path, ahead: [...path.ahead] });
