import type { StreamedEvent } from './answer-events.js';

/** An event together with the attempt that wrote it; readers ignore attempts older than the newest they have seen. */
export interface StreamEntry {
  epoch: number;
  /** Within an attempt, how often its text has begun anew: +1 when another generator takes over. From 0 on. */
  run: number;
  event: StreamedEvent;
}

/** The field-value list of one Redis Stream entry. */
export function encodeStreamEntry({ epoch, run, event }: StreamEntry): string[] {
  return ['epoch', String(epoch), 'event', JSON.stringify(event), 'run', String(run)];
}

/** Reads {@link encodeStreamEntry} back; null for an entry that Kotae did not write. */
export function decodeStreamEntry(fields: string[]): StreamEntry | null {
  const [epochName, epoch, eventName, event, , run = '0'] = fields;
  if (epochName !== 'epoch' || eventName !== 'event' || epoch === undefined || event === undefined)
    return null;
  return { epoch: Number(epoch), run: Number(run), event: JSON.parse(event) as StreamedEvent };
}

/** Seconds that an answer's stream is kept after its last event; the row keeps the answer for ever. */
export const ANSWER_STREAM_TTL = 900;
