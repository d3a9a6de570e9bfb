import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { indexReferenceData } from './reference-index.js';
import { changesBetween } from './reference-data-changes.js';
import { validateReferenceData } from './validate-reference-data.js';

/** The definition and the scenarios lie beside the project where it is developed. */
const SHARED = fileURLToPath(new URL('../../../../shared', import.meta.url));
const DEFINITION = `${SHARED}/design/clearing-house.yaml`;
const SCENARIOS = `${SHARED}/conformance/scenarios`;

function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}

function expectValid(document: unknown): void {
  const result = validateReferenceData(document);
  expect(result.ok ? [] : result.error).toEqual([]);
  if (!result.ok) return;
  const again = validateReferenceData(result.value);
  expect(again.ok && changesBetween(result.value, again.value)).toEqual([]);
  expect(indexReferenceData(result.value).instruments.size).toBe(result.value.instruments.length);
}

describe.runIf(existsSync(DEFINITION))('the definition of the format', () => {
  it('is a document of the format, with every name in it kept', () => {
    const document = readYaml(DEFINITION);
    expectValid(document);
    const result = validateReferenceData(document);
    expect(result.ok && result.value).toMatchObject(document as object);
  });
});

const scenarios = existsSync(SCENARIOS)
  ? readdirSync(SCENARIOS).filter((file) => file.endsWith('.yaml'))
  : [];

describe.runIf(scenarios.length > 0)('the reference data of the scenarios', () => {
  it.each(scenarios)('of %s is a document of the format', (file) => {
    const { config } = readYaml(`${SCENARIOS}/${file}`) as { config: unknown };
    expectValid(config);
  });
});
