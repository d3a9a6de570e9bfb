/** The members of margin-model.md, worked example h: D and E are affiliates. In one unit of money. */
export const EXAMPLE_MEMBERS = [
  { member: 'A', group: 'A', margin: 300, pnl: [-520, -150, 90, -610] },
  { member: 'B', group: 'B', margin: 250, pnl: [-300, -480, -260, -310] },
  { member: 'C', group: 'C', margin: 200, pnl: [-190, -390, -450, 60] },
  { member: 'D', group: 'DE', margin: 120, pnl: [-260, 40, -330, -200] },
  { member: 'E', group: 'DE', margin: 80, pnl: [-170, -60, -120, -95] },
] as const;
