import { documentWakeChannel, DomainError, type DocumentView, type ErrorInfo } from '#contracts';
import { DocumentsRepository } from '#database';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../config.js';
import { WakeHub } from '../redis/wake-hub.js';
import { Wakeup } from '../redis/wakeup.js';
import { documentView } from './document.view.js';

/** What a client sees while a document is read: the whole document at each change, and `done` when it is final. */
export type DocumentEvent = { id: string } & (
  { type: 'status' | 'done'; data: DocumentView } | { type: 'error'; data: ErrorInfo }
);

/** Follows a document until its newest version is ready or has failed. */
@Injectable()
export class DocumentFollower {
  constructor(
    private readonly documents: DocumentsRepository,
    private readonly wakes: WakeHub,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /** Ends with `done`, with `error` when the document is deleted or the database stays away, or at the signal. */
  async *follow(id: string, signal: AbortSignal): AsyncGenerator<DocumentEvent> {
    const wakeup = new Wakeup();
    const stopListening = this.wakes.listen(documentWakeChannel(id), wakeup.ring);
    const polling = setInterval(wakeup.ring, this.config.timings.poll);
    let told = '';
    let readAt = performance.now();
    try {
      while (!signal.aborted) {
        const view = await this.read(id);
        if (view !== null) readAt = performance.now();
        if (view instanceof DomainError) {
          yield { id: 'error', type: 'error', data: view.toInfo() };
          return;
        }
        if (view && JSON.stringify(view) !== told) {
          told = JSON.stringify(view);
          const final = view.status === 'ready' || view.status === 'failed';
          yield { id: `${view.version}-${view.updated_at}`, type: final ? 'done' : 'status', data: view };
          if (final) return;
        }
        if (performance.now() - readAt > this.config.timings.giveUp) {
          yield databaseAway();
          return;
        }
        await wakeup.wait(signal);
      }
    } finally {
      stopListening();
      clearInterval(polling);
    }
  }

  /** The document, why there is none, or null while the database is away. */
  private async read(id: string): Promise<DocumentView | DomainError | null> {
    try {
      return documentView(await this.documents.get(id));
    } catch (error) {
      return error instanceof DomainError ? error : null;
    }
  }
}

function databaseAway(): DocumentEvent {
  const message = 'The database cannot be reached. Reconnect; the document is read meanwhile.';
  return { id: 'error', type: 'error', data: { code: 'service_unavailable', message } };
}
