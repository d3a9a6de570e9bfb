import type { Findings } from './findings.js';
import { quoteValue } from './quote-value.js';

/** Refuses the second use of a name; `kind` says of what, such as "member". */
export class UniqueNames {
  private readonly firstUse = new Map<string, string>();

  constructor(
    private readonly kind: string,
    private readonly findings: Findings,
  ) {}

  /** @param path where the name stands; an empty name is one that was refused already */
  add(name: string, path: string): void {
    if (name === '') return;
    const first = this.firstUse.get(name);
    if (first === undefined) this.firstUse.set(name, path);
    else {
      const used = `${quoteValue(name)} is the ${this.kind} of ${first} already`;
      this.findings.add(path, `${used}; each may be given once`);
    }
  }
}
