import { existsSync, readFileSync } from 'node:fs';

/** A check that only knows good and bad counts as one. */
export function countAsOne({ status }) {
  return status === 0 ? { passed: 1, failed: 0, notes: [] } : { passed: 0, failed: 1, notes: [] };
}

/** Reads the counts of a report that Vitest wrote as JSON; files that did not even load count too. */
export function countVitest({ status }, reportFile) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, notes: ['wrote no report'] };
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  const notes = [];
  if (brokenFiles > 0) notes.push(`${brokenFiles} files could not be run`);
  if (skipped > 0) notes.push(`${skipped} skipped`);
  const failed = report.numFailedTests + brokenFiles;
  if (passed + failed === 0) return { passed, failed: 1, notes: [...notes, 'found no tests'] };
  if (status === 0 || failed > 0) return { passed, failed, notes };
  return { passed, failed: 1, notes: [...notes, 'errors outside of any test'] };
}

/** Reads the closing line `N passed, N failed`. */
export function countClosingLine({ status, tail }) {
  const line = tail.trimEnd().split('\n').at(-1) ?? '';
  const found = /^(\d+) passed, (\d+) failed$/.exec(line.trim());
  if (found === null) return { passed: 0, failed: 1, notes: ['ended without its counts'] };
  const [passed, failed] = found.slice(1).map(Number);
  const silent = status !== 0 && failed === 0;
  return { passed, failed: failed + (silent ? 1 : 0), notes: [] };
}
