import type { InstrumentEntry } from '#libs/domain/reference-data/reference-index.js';

/**
 * Whether an instrument pays a premium once and no daily variation: its value counts in the margin
 * instead (margin-model.md f.4, c.4).
 */
export const paysPremium = ({ terms }: InstrumentEntry): boolean =>
  terms.type === 'option' && terms.premiumStyle === 'premium';
