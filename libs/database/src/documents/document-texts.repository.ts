import { DomainError } from '#contracts';
import type { DataSource } from 'typeorm';
import { rows, type Sql } from '../sql.js';
import { documentNotFound } from './documents.repository.js';

/** Length of a stored piece in UTF-16 code units. */
const PIECE = 65_536;

/** A range of a version's extracted text; `text.length === end - start`. */
export interface TextRange {
  text: string;
  start: number;
  end: number;
  /** Length of the whole text in UTF-16 code units. */
  length: number;
  version: number;
}

/** Extracted texts, readable by any range of UTF-16 offsets. */
export class DocumentTextsRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * Reads `[start, end)` of a version's text, clipped to the text; without `version`, of the version that answers
   * now. @throws DomainError `document_not_found` when there is no such document or it has no text (yet).
   */
  async read(
    documentId: string,
    range: { start?: number; end?: number; version?: number },
  ): Promise<TextRange> {
    const [version] = await rows<{ id: string; version: number; text_length: number | null }>(
      this.db,
      `select v.id, v.version, v.text_length from document_versions v join documents d on d.id = v.document_id
       where d.id = $1 and v.version = coalesce($2::int, d.ready_version)`,
      [documentId, range.version ?? null],
    );
    if (!version) throw documentNotFound(documentId);
    if (version.text_length === null) {
      throw new DomainError(
        'document_not_found',
        'This version has no text: it has not been read yet, or failed.',
      );
    }
    const length = version.text_length;
    const start = Math.min(range.start ?? 0, length);
    const end = Math.min(Math.max(range.end ?? length, start), length);
    const pieces = await rows<{ start_offset: number; text: string }>(
      this.db,
      `select start_offset, text from document_texts
       where version_id = $1 and start_offset > $2 and start_offset < $3 order by start_offset`,
      [version.id, start - PIECE - 1, end],
    );
    const first = pieces[0]?.start_offset ?? 0;
    const joined = pieces.map((piece) => piece.text).join('');
    return { text: joined.slice(start - first, end - first), start, end, length, version: version.version };
  }
}

/** Stores a text in pieces, never cutting through a surrogate pair, inside the caller's transaction. */
export async function storeText(sql: Sql, versionId: string, text: string): Promise<void> {
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + PIECE, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end += 1;
    await sql.query(`insert into document_texts (version_id, start_offset, text) values ($1, $2, $3)`, [
      versionId,
      start,
      text.slice(start, end),
    ]);
    start = end;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
