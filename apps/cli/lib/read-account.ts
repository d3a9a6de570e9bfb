import { isAccountId } from '#libs/domain/kernel/identifier.js';
import { WrongUseError } from './failure.js';

/** An account as a person names it. @throws WrongUseError */
export function readAccount(text: unknown): string {
  if (isAccountId(text)) return text;
  throw new WrongUseError(
    `${JSON.stringify(text)} is not an account; write MEMBER/ACCOUNT, such as ALPHA/HOUSE`,
  );
}
