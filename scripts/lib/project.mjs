import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder, whatever the folder the command was called from. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A path inside the project. */
export const inProject = (...parts) => path.join(root, ...parts);

/** The program of an installed package, to be run with this same Node. */
export const tool = {
  tsc: inProject('node_modules/typescript/bin/tsc'),
  vitest: inProject('node_modules/vitest/vitest.mjs'),
  oxlint: inProject('node_modules/oxlint/bin/oxlint'),
  prettier: inProject('node_modules/prettier/bin/prettier.cjs'),
  depcruise: inProject('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
};

/** Progress goes to standard error, so that standard output stays what the command answers. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A failure that needs no stack trace: its message says what to do. */
export class SetUpError extends Error {
  name = 'SetUpError';
}

/** Runs a command's main function; a set-up error ends it with its sentence alone. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    const text = inPlainWords(error);
    if (text === undefined) throw error;
    say(text);
    process.exit(1);
  }
}

function inPlainWords(error) {
  if (error instanceof SetUpError) return error.message;
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code) && error.path?.startsWith(root)) {
    return `Cannot write ${error.path}: install and build as the owner of this folder.`;
  }
  return undefined;
}
