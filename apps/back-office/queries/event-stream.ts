import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import type { LedgerReader } from '#libs/ledger/index.js';
import { STREAM_HEARTBEAT_MS, STREAM_PAGE_SIZE, STREAM_POLL_MS } from '../limits.js';
import { eventItem } from './event-item.js';

/**
 * Sends the ledger as server-sent events until the client goes: everything after a position, then
 * what is appended. A slow client slows the reading down, nothing is kept for it.
 */
export async function streamEvents(
  reader: LedgerReader,
  after: number,
  response: Response,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  let position = after;
  let silentMs = 0;
  while (!gone.signal.aborted) {
    const events = await reader.page(position, STREAM_PAGE_SIZE);
    for (const event of events) {
      const text = `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(eventItem(event))}\n\n`;
      if (!(await send(response, text, gone.signal))) return;
      position = event.position;
    }
    if (events.length > 0) {
      silentMs = 0;
      continue;
    }
    if (silentMs >= STREAM_HEARTBEAT_MS) {
      silentMs = 0;
      await send(response, ': nothing new\n\n', gone.signal);
    }
    await sleep(STREAM_POLL_MS);
    silentMs += STREAM_POLL_MS;
  }
}

/** Writes and waits until the client has room for more. @returns false when the client is gone */
async function send(response: Response, text: string, gone: AbortSignal): Promise<boolean> {
  if (gone.aborted) return false;
  if (response.write(text)) return true;
  try {
    await once(response, 'drain', { signal: gone });
    return true;
  } catch {
    return false;
  }
}
