import { entryPath, namePath } from './document-path.js';
import { isRecord } from './part-reader.js';
import { entriesByIdentity, type ReferenceDataChange } from './reference-data-changes.js';

/** Who set a parameter, when, and where the ledger says so. */
export interface ParameterOrigin {
  /** Ledger position of the event. */
  readonly position: number;
  /** Milliseconds; undefined while the ledger had no time. */
  readonly ledgerTimeMs: number | undefined;
  readonly recordedAtMs: number;
  readonly by: string;
  /** Who proposed it, where a second operator (`by`) confirmed it. */
  readonly proposedBy?: string;
}

/** One parameter as it was set once. Values are JSON values. */
export interface ParameterSetting {
  /** As in {@link ReferenceDataChange}, down to the single value. */
  readonly path: string;
  /** Absent where the parameter was removed. */
  readonly value?: unknown;
  /** Absent where it was new. */
  readonly before?: unknown;
  readonly origin: ParameterOrigin;
}

/**
 * Every parameter of the reference data with what it was ever set to, from the changes of the events.
 * A parameter is a value that changes as one: a decimal, a flag, a list of plain values. An empty list
 * or block has none.
 */
export class ParameterLog {
  private readonly settings = new Map<string, ParameterSetting[]>();

  /** Takes the changes of the next event that changed the reference data. */
  take(changes: readonly ReferenceDataChange[], origin: ParameterOrigin): void {
    for (const { path, before, after } of changes) {
      const [old, now] = [parametersOf(path, before), parametersOf(path, after)];
      for (const [each, value] of now)
        this.append({
          path: each,
          value,
          ...(old.has(each) ? { before: old.get(each) } : {}),
          origin,
        });
      for (const [each, value] of old)
        if (!now.has(each)) this.append({ path: each, before: value, origin });
    }
  }

  /** The parameters in force whose path begins with `prefix`, by path. */
  current(prefix = ''): ParameterSetting[] {
    return [...this.settings.values()]
      .flatMap((ofPath) => ofPath.slice(-1))
      .filter((last) => 'value' in last && last.path.startsWith(prefix))
      .sort(byPath);
  }

  /** All that parameters were ever set to, by path and in the order of the ledger. */
  history(prefix = ''): ParameterSetting[] {
    return [...this.settings.values()]
      .filter(([first]) => first?.path.startsWith(prefix))
      .flat()
      .sort(byPath);
  }

  private append(setting: ParameterSetting): void {
    const ofPath = this.settings.get(setting.path);
    if (ofPath) ofPath.push(setting);
    else this.settings.set(setting.path, [setting]);
  }
}

const byPath = (a: ParameterSetting, b: ParameterSetting): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : a.origin.position - b.origin.position;

/** The parameters in a value at a path: those of a document where the path is empty. */
export function parametersOf(path: string, value: unknown): ReadonlyMap<string, unknown> {
  const parameters = new Map<string, unknown>();
  collect(path, value, parameters);
  return parameters;
}

function collect(path: string, value: unknown, into: Map<string, unknown>): void {
  if (value === undefined) return;
  if (isRecord(value)) {
    for (const [name, each] of Object.entries(value)) collect(namePath(path, name), each, into);
    return;
  }
  const entries = Array.isArray(value) ? entriesByIdentity(value) : undefined;
  if (entries === undefined) into.set(path, value);
  else for (const [id, entry] of entries) collect(entryPath(path, id), entry, into);
}
