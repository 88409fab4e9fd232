import type { DataSource } from 'typeorm';
import { rows } from './sql.js';

/** Rows by status. */
export interface StatusCounts {
  questions: Record<string, number>;
  documents: Record<string, number>;
}

/** How long counts are good for: counting reads every row. */
const FRESH_MS = 15_000;

/** Counts rows by status, for metrics; at most every 15 seconds, however often it is asked. */
export class StatusCountsRepository {
  private readAt = -Infinity;
  private reading: Promise<StatusCounts> | null = null;

  constructor(private readonly db: DataSource) {}

  read(): Promise<StatusCounts> {
    const now = performance.now();
    if (this.reading && now - this.readAt < FRESH_MS) return this.reading;
    this.readAt = now;
    this.reading = Promise.all([this.count('questions'), this.count('document_versions')]).then(
      ([questions, documents]) => ({ questions, documents }),
    );
    // A failure is not worth remembering.
    this.reading.catch(() => (this.reading = null));
    return this.reading;
  }

  private async count(table: 'questions' | 'document_versions'): Promise<Record<string, number>> {
    const counted = await rows<{ status: string; count: number }>(
      this.db,
      `select status, count(*)::int as count from ${table} group by status`,
    );
    return Object.fromEntries(counted.map(({ status, count }) => [status, count]));
  }
}
