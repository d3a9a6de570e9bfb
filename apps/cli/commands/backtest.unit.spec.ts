import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../lib/run-program.js';
import { buildProgram } from '../program.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ccp-backtest-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

async function backTest(...args: string[]): Promise<{ status: number; out: string }> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const status = await runProgram(buildProgram(), ['node', 'ccp', 'backtest', ...args, '--json']);
  return { status, out };
}

describe('ccp backtest says what is missing', () => {
  it('a folder that is not there is wrong use, and named', async () => {
    const gone = path.join(folder, 'gone');
    const { status, out } = await backTest('--data', gone);
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ detail: `--data: there is no folder ${gone}` });
  });

  it('a folder without closes names the files that it looked for', async () => {
    const { status, out } = await backTest('--data', folder);
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      detail: expect.stringMatching(/none of spy\.csv, wti/),
    });
  });

  it('closes that are too few are refused, with the product', async () => {
    writeFileSync(path.join(folder, 'spy.csv'), 'date,close\n2021-01-04,370\n2021-01-05,371\n');
    const { status, out } = await backTest('--data', folder);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      detail: expect.stringMatching(/S&P 500: no margined/),
    });
  });

  it('a date that does not exist is wrong use', async () => {
    expect((await backTest('--data', folder, '--from', '2021-02-30')).status).toBe(2);
  });
});
