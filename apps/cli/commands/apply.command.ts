import type { Command } from 'commander';
import { applyReferenceData } from '#libs/operator-client/apply-reference-data.js';
import { httpUrl } from '../lib/house.js';
import { outputOf } from '../lib/output.js';

interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const SHOWN_MAX = 40;
const VALUE_LENGTH_MAX = 60;

export async function apply(
  { file, check, by }: { file: string; check?: boolean; by: string },
  command: Command,
): Promise<void> {
  const answer = await applyReferenceData(httpUrl(), file, { by, check: check ?? false });
  outputOf(command).result(answer, () => {
    const changes = changesOf(answer);
    const done = check ? 'would change' : 'changed';
    if (changes.length === 0) return `${file}: nothing ${check ? 'would change' : 'changed'}`;
    const lines = changes.slice(0, SHOWN_MAX).map(describeChange);
    if (changes.length > SHOWN_MAX) lines.push(`  … and ${changes.length - SHOWN_MAX} more`);
    return [`${file}: ${changes.length} ${done}`, ...lines].join('\n');
  });
}

function changesOf(answer: unknown): readonly Change[] {
  if (typeof answer !== 'object' || answer === null || !('changes' in answer)) return [];
  return Array.isArray(answer.changes) ? (answer.changes as Change[]) : [];
}

function describeChange({ path, before, after }: Change): string {
  if (before === undefined) return `  + ${path}: ${short(after)}`;
  if (after === undefined) return `  - ${path}`;
  return `  ~ ${path}: ${short(before)} -> ${short(after)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}
