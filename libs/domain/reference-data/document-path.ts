const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NAME_LENGTH_MAX = 80;

/**
 * The path of a name inside the part at `parent`, such as `currencies.USD`; a name that would read
 * as more than one step is quoted, as in `moves["SPX.VOL"]`, and an overlong one is cut.
 */
export function namePath(parent: string, name: string): string {
  const short = name.length > NAME_LENGTH_MAX ? `${name.slice(0, NAME_LENGTH_MAX)}...` : name;
  if (!PLAIN_NAME.test(short)) return `${parent}[${JSON.stringify(short)}]`;
  return parent === '' ? short : `${parent}.${short}`;
}

/** The path of an entry of the list at `parent`: by its place, or by what it is known by. */
export function entryPath(parent: string, entry: number | string): string {
  return `${parent}[${entry}]`;
}
