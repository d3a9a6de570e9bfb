import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { forwardLines, LINE_LENGTH_MAX, renderLogLine } from './log-lines.js';

describe('lines of a service', () => {
  it('in JSON become a sentence with the time, the level and the details', () => {
    const line = JSON.stringify({
      level: 40,
      time: '2026-11-20T14:03:22.123Z',
      name: 'core',
      attempt: 3,
      topic: 'ccp.trades',
      msg: 'broker away',
    });
    expect(renderLogLine('core', line)).toBe(
      '14:03:22.123 warn core: broker away attempt=3 topic=ccp.trades',
    );
  });

  it('show where an error came from', () => {
    const line = JSON.stringify({ level: 50, msg: 'failed', err: { stack: 'Error: x\n  at y' } });
    expect(renderLogLine('core', line)).toBe('error core: failed\nError: x\n  at y');
  });

  it('of any other form keep their words', () => {
    expect(renderLogLine('core', 'Trace: {')).toBe('core: Trace: {');
    expect(renderLogLine('core', '{"half":')).toBe('core: {"half":');
    expect(renderLogLine('core', '{"no": "level"}')).toBe('core: {"no": "level"}');
  });

  it('are put together again from pieces, the last one without its end too', async () => {
    const source = new PassThrough();
    const sink = new PassThrough();
    forwardLines(source, sink, (line) => `> ${line}`);
    source.write('one\ntw');
    source.write('o\n\nthr');
    source.end('ee');
    source.on('end', () => setImmediate(() => sink.end()));
    expect(await text(sink)).toBe('> one\n> two\n> \n> three\n');
  });

  it('are cut when they are too long, however they come', async () => {
    const source = new PassThrough();
    const sink = new PassThrough();
    forwardLines(source, sink, (line) => String(line.length));
    for (let piece = 0; piece < 40; piece++) source.write('x'.repeat(1_000));
    source.write('\n');
    source.end(`${'y'.repeat(50_000)}\nshort`);
    source.on('end', () => setImmediate(() => sink.end()));
    expect(await text(sink)).toBe(`${LINE_LENGTH_MAX}\n${LINE_LENGTH_MAX}\n5\n`);
  });
});
