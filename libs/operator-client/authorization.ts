/** How an operator signs in at HTTP (RFC 6750); undefined without a token. */
export function bearer(token: string): string;
export function bearer(token: string | undefined): string | undefined;
export function bearer(token: string | undefined): string | undefined {
  return token === undefined ? undefined : `Bearer ${token}`;
}

/** How a member signs in at HTTP (RFC 7617). */
export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
