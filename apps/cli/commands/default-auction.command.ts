import type { Command } from 'commander';
import { readLots } from '../lib/read-lot.js';
import { takeStep } from './default-step.command.js';

/** Opens an auction of lots of a defaulter's house book. */
export async function openAuction(
  defaultId: string,
  options: {
    readonly lot: readonly string[];
    readonly reserve: readonly string[];
    readonly closesAt?: string;
    readonly by: string;
  },
  command: Command,
): Promise<void> {
  const { lot, reserve, closesAt, by } = options;
  const lots = readLots(lot, reserve);
  const body = { lots, by, ...(closesAt === undefined ? {} : { closesAt }) };
  await takeStep(defaultId, 'auctions', body, command);
}

/** Closes it, with the bids shown and the lots awarded. */
export async function closeAuction(
  defaultId: string,
  options: { readonly withoutAward?: boolean; readonly at?: string; readonly by: string },
  command: Command,
): Promise<void> {
  const { withoutAward = false, at, by } = options;
  const body = { withoutAward, by, ...(at === undefined ? {} : { at }) };
  await takeStep(defaultId, 'auctions/closing', body, command);
}
