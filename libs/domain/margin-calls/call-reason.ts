import type { MarginCallReason } from '#libs/domain/events/margin-call-events.js';

/** What a member itself is called for, and not one of its accounts. */
export type MemberCallReason = Extract<MarginCallReason, 'ASSESSMENT' | 'DEFAULT_FUND'>;

/** Whether a call is for a member's share in defaults, and so no matter of margin. */
export const isOfMember = (reason: string): reason is MemberCallReason =>
  reason === 'ASSESSMENT' || reason === 'DEFAULT_FUND';
