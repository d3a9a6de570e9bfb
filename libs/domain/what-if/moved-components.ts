import { formatUnits, isDecimal } from '#libs/domain/kernel/decimal.js';

/** A number of a requirement that is another one afterwards. */
export interface MovedComponent {
  /** Such as `groups[EQUITY].classes[SPX].marketRisk`. */
  readonly component: string;
  readonly before: string;
  readonly after: string;
  /** After less before. */
  readonly difference: string;
}

/** What an entry of a list in the message is known by. */
const IDENTITIES = [
  'liquidationGroup',
  'underlying',
  'instrument',
  'client',
  'asset',
  'currency',
] as const;
/** Names of what is no amount of its own: identities, and a quotient of two amounts that are there. */
const NO_AMOUNTS: ReadonlySet<string> = new Set([
  ...IDENTITIES,
  'account',
  'utilisation',
  'reason',
]);

/**
 * The components of a requirement that differ between two messages of it, in the order of the message:
 * what only one of them has counts as zero in the other.
 */
export function movedComponents(before: unknown, after: unknown): MovedComponent[] {
  const [old, now] = [amountsIn(before), amountsIn(after)];
  const components = new Set([...now.keys(), ...old.keys()]);
  return [...components].flatMap((component) => {
    const moved = difference(old.get(component) ?? '0', now.get(component) ?? '0');
    return moved ? [{ component, ...moved }] : [];
  });
}

function difference(before: string, after: string): Omit<MovedComponent, 'component'> | undefined {
  const scale = Math.max(decimalsOf(before), decimalsOf(after));
  const [old, now] = [unitsOf(before, scale), unitsOf(after, scale)];
  if (old === now) return undefined;
  return {
    before: formatUnits(old, scale),
    after: formatUnits(now, scale),
    difference: formatUnits(now - old, scale),
  };
}

const decimalsOf = (decimal: string): number => decimal.split('.')[1]?.length ?? 0;

function unitsOf(decimal: string, scale: number): bigint {
  return BigInt(decimal.replace('.', '')) * 10n ** BigInt(scale - decimalsOf(decimal));
}

/** Every decimal of a message by its path. */
function amountsIn(message: unknown): ReadonlyMap<string, string> {
  const amounts = new Map<string, string>();
  collect('', message, amounts);
  return amounts;
}

function collect(path: string, value: unknown, into: Map<string, string>): void {
  if (isDecimal(value)) into.set(path, value);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [i, entry] of value.entries())
      collect(`${path}[${nameOf(entry) ?? i}]`, entry, into);
    return;
  }
  for (const [name, each] of Object.entries(value)) {
    if (!NO_AMOUNTS.has(name)) collect(path === '' ? name : `${path}.${name}`, each, into);
  }
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = entry as Readonly<Record<string, unknown>>;
  const name = IDENTITIES.map((identity) => fields[identity]).find(
    (each) => typeof each === 'string',
  );
  return typeof name === 'string' ? name : undefined;
}
