import type { Account } from './model.js';

/** Whether positions and margin of an account are kept by client, and clients never net. */
export const isGrossOmnibus = ({ type }: Pick<Account, 'type'>): boolean =>
  type === 'client-omnibus-gross';
