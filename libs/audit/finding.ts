/** A difference between what is stored and what the ledger says. */
export interface Finding {
  readonly ledger: string;
  /** Ledger position that it is about; undefined where it is about none in particular. */
  readonly position?: number;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** Findings kept; of more than that only the number is told. */
export const FINDINGS_MAX = 1_000;

/** Gathers what a verification finds. */
export class Findings {
  private readonly kept: Finding[] = [];
  private total = 0;

  constructor(private readonly ledger: string) {}

  get all(): readonly Finding[] {
    return this.kept;
  }

  get count(): number {
    return this.total;
  }

  add(position: number | undefined, what: string, expected: string, found: string): void {
    this.total += 1;
    if (this.kept.length >= FINDINGS_MAX) return;
    const place = position === undefined ? {} : { position };
    this.kept.push({ ledger: this.ledger, ...place, what, expected, found });
  }

  /** Compares two sets of named values; `noun` says what one of them is. */
  compare(
    position: number,
    noun: string,
    expected: ReadonlyMap<string, string>,
    found: ReadonlyMap<string, string>,
  ): void {
    for (const [name, value] of expected) {
      const other = found.get(name);
      if (other !== value) this.add(position, `${noun} ${name}`, value, other ?? 'nothing');
    }
    for (const [name, value] of found) {
      if (!expected.has(name)) this.add(position, `${noun} ${name}`, 'nothing', value);
    }
  }
}
