import { describe, expect, it } from 'vitest';
import {
  CloudEventHeaderBuilder,
  ledgerEventId,
  messageId,
  requirementId,
} from './cloud-events.js';

const AT_MS = Date.parse('2026-11-20T14:03:22.123Z');

function asText(headers: Readonly<Record<string, Buffer | string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

describe('CloudEvents headers', () => {
  it('of a message are complete', () => {
    const builder = new CloudEventHeaderBuilder('main');
    const headers = builder.forMessage('trade-status', messageId('main', 48_211, 0), AT_MS);
    expect(asText(headers)).toEqual({
      ce_id: 'main:48211:0',
      ce_source: '/ccp/main',
      ce_type: 'ccp.trade-status.v1',
      ce_time: '2026-11-20T14:03:22.123Z',
      ce_specversion: '1.0',
      'content-type': 'application/json',
    });
  });

  it('of a ledger event name its type and the version of its payload', () => {
    const builder = new CloudEventHeaderBuilder('main');
    const id = ledgerEventId('main', 7);
    const current = builder.forLedgerEvent('TradeNovated', 1, id, AT_MS);
    expect(asText(current)).toMatchObject({
      ce_id: 'main:7',
      ce_type: 'ccp.ledger.TradeNovated.v1',
    });
    const later = builder.forLedgerEvent('TradeNovated', 2, id, AT_MS);
    expect(asText(later)).toMatchObject({ ce_type: 'ccp.ledger.TradeNovated.v2' });
  });

  it('carry the time of each message, in whatever order they are built', () => {
    const builder = new CloudEventHeaderBuilder('main');
    const times = [AT_MS, AT_MS, AT_MS + 1, AT_MS, 0].map((ms) =>
      String(builder.forMessage('quarantine', 'x', ms).ce_time),
    );
    expect(times).toEqual([
      '2026-11-20T14:03:22.123Z',
      '2026-11-20T14:03:22.123Z',
      '2026-11-20T14:03:22.124Z',
      '2026-11-20T14:03:22.123Z',
      '1970-01-01T00:00:00.000Z',
    ]);
  });

  it('of a requirement are told apart by account', () => {
    expect(requirementId('main', 48_211, 'ALPHA/HOUSE')).toBe('main:48211:ALPHA/HOUSE');
  });
});
