/** What a member may ask with its own credentials. */
export const MEMBER_QUESTIONS = [
  'accounts',
  'positions',
  'trades',
  'sides',
  'balances',
  'calls',
  'statement',
  'margin',
  'collateral',
  'what-if',
  'drill',
] as const;
export type MemberQuestion = (typeof MEMBER_QUESTIONS)[number];
