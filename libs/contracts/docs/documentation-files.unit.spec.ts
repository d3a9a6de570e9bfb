import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { topicAddress, TOPICS_IN, TOPICS_OUT } from '../topics.js';
import { documentationFiles, GENERATE_COMMAND } from './documentation-files.js';

const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url));
const MEND = `docs/ is not current: run \`npm run build\` and \`${GENERATE_COMMAND}\``;
const PARSE_MS_MAX = 60_000;
const ERROR = 0;

describe('the generated documentation', () => {
  const files = documentationFiles();

  it('in docs/ is what the message classes say', () => {
    for (const [file, content] of files) {
      const stored = path.join(DOCS, file);
      const text = existsSync(stored) ? readFileSync(stored, 'utf8') : '(no file)';
      expect(text === content, `${MEND} (${file} differs)`).toBe(true);
    }
  });

  it('leaves no file behind whose message or event is gone', () => {
    for (const folder of ['in', 'out', 'events']) {
      const found = readdirSync(path.join(DOCS, 'schemas', folder));
      const stale = found.filter((name) => !files.has(`schemas/${folder}/${name}`));
      expect(stale, MEND).toEqual([]);
    }
  });

  it('has a valid AsyncAPI document over every topic', { timeout: PARSE_MS_MAX }, async () => {
    const { document, diagnostics } = await new Parser().parse(files.get('asyncapi.yaml') ?? '');
    const errors = diagnostics.filter(({ severity }) => severity === ERROR);
    expect(errors.map(({ message, path: at }) => `${at.join('.')}: ${message}`)).toEqual([]);
    const topics = Object.entries({ ...TOPICS_IN, ...TOPICS_OUT });
    const addresses = document?.allChannels().map((channel) => channel.address());
    expect(addresses?.toSorted()).toEqual(
      topics.map(([name, topic]) => topicAddress('ccp', name, topic)).toSorted(),
    );
    const withoutMessages = document?.allChannels().filter((c) => c.messages().length === 0);
    expect(withoutMessages).toEqual([]);
  });
});
