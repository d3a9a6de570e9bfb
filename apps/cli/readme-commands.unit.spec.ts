import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '#libs/platform/project-root.js';
import { buildProgram } from './program.js';

/** Groups that are commands themselves. */
const USABLE_ALONE = ['calls', 'apply'];
const PAGES = ['README.md', 'docs/operators.md', 'docs/auditors.md', ...pagesOfMembers()];

/** Every page of the guide for members. */
function pagesOfMembers(): string[] {
  const files = readdirSync(path.join(PROJECT_ROOT, 'docs/members'));
  return files.filter((file) => file.endsWith('.md')).map((file) => `docs/members/${file}`);
}

/** What follows `npx ccp` or `` `ccp `` on a page: each as the words up to what is no name. */
function commandsNamedIn(page: string): string[][] {
  const text = readFileSync(path.join(PROJECT_ROOT, page), 'utf8');
  return [...text.matchAll(/(?:npx\s+|`)ccp((?:\s+[a-z][a-z-]*)+)/g)].map(([, words = '']) =>
    words.trim().split(/\s+/),
  );
}

/** The long options of a page's commands, with the words before them. */
function optionsNamedIn(page: string): { words: string[]; option: string }[] {
  const text = readFileSync(path.join(PROJECT_ROOT, page), 'utf8');
  return [...text.matchAll(/(?:npx\s+|`)ccp\s+([^`#]*)/g)].flatMap(([, line = '']) => {
    const words = line.split(/\s+/).filter((word) => /^[a-z][a-z-]*$/.test(word));
    return [...line.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => ({ words, option }));
  });
}

/** The command that words lead to, as far as they are names of commands; undefined for none. */
function find(program: Command, words: readonly string[]): Command | undefined {
  let found: Command | undefined;
  for (const word of words) {
    const next = (found ?? program).commands.find((command) => command.name() === word);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

/** The options of a command and of those that it stands under. */
function optionsOf(command: Command | undefined): Command['options'] {
  const above = command?.parent ?? undefined;
  return command ? [...command.options, ...optionsOf(above)] : [];
}

describe('the pages for people', () => {
  const program = buildProgram();

  it.each(PAGES)('%s names no command that the program does not have', (page) => {
    const named = commandsNamedIn(page);
    const unknown = named.filter((words) => {
      const found = find(program, words);
      // A command that is only a group needs one of its parts behind it.
      const group =
        found !== undefined && found.commands.length > 0 && !USABLE_ALONE.includes(found.name());
      return found === undefined || group;
    });
    expect(unknown).toEqual([]);
  });

  it.each(PAGES)('%s names no option that its command does not have', (page) => {
    const unknown = optionsNamedIn(page).filter(({ words, option }) => {
      const command = find(program, words);
      const known = [...optionsOf(command), ...program.options].map(({ long }) => long);
      return !known.includes(option) && option !== '--help';
    });
    expect(unknown).toEqual([]);
  });

  it('finds the commands of README.md', () => {
    const named = commandsNamedIn('README.md').map((words) => words.join(' '));
    expect(named).toEqual(
      expect.arrayContaining(['status', 'audit verify', 'history import', 'replay-market']),
    );
    expect(find(program, ['nonsense'])).toBeUndefined();
  });
});
