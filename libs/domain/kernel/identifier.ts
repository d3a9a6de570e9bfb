const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Ids of members, accounts, instruments, trades and so on (contract, "Conventions"). */
export function isIdentifier(text: unknown): text is string {
  return typeof text === 'string' && IDENTIFIER.test(text);
}

const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(@[1-9]\d{0,4})?$/;

/** Symbols of prices and histories: ids, and buckets of days such as `SPX.VOL@90`. */
export function isSymbol(text: unknown): text is string {
  return typeof text === 'string' && SYMBOL.test(text);
}

/** Whether `text` has the form of an account, `MEMBER/ACCOUNT`. */
export function isAccountId(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const slash = text.indexOf('/');
  return slash > 0 && isIdentifier(text.slice(0, slash)) && isIdentifier(text.slice(slash + 1));
}

/** The member of an account: the part before the slash. */
export function memberOf(account: string): string {
  return account.slice(0, account.indexOf('/'));
}
