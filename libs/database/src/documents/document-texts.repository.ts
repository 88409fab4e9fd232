import { DomainError } from '#contracts';
import type { DataSource } from 'typeorm';
import { rows } from '../sql.js';
import { documentNotFound } from './documents.repository.js';

/** Pieces held at a time; a piece has some 65,536 characters. */
const PIECES_AT_A_TIME = 16;

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
    const { extractionId, ...found } = await this.find(documentId, range);
    let text = '';
    for await (const piece of this.slices(extractionId, found)) text += piece;
    return { text, ...found };
  }

  /**
   * The same without holding more of the text than a few pieces at a time, however long it is. Rejects as {@link read}
   * before the first piece; ends early when the document is deleted meanwhile.
   */
  async open(
    documentId: string,
    range: { start?: number; end?: number; version?: number },
  ): Promise<Omit<TextRange, 'text'> & { pieces: AsyncGenerator<string> }> {
    const { extractionId, ...found } = await this.find(documentId, range);
    return { ...found, pieces: this.slices(extractionId, found) };
  }

  private async find(
    documentId: string,
    range: { start?: number; end?: number; version?: number },
  ): Promise<Omit<TextRange, 'text'> & { extractionId: string }> {
    const [version] = await rows<{ version: number; extraction_id: string; text_length: number | null }>(
      this.db,
      `select v.version, e.id as extraction_id, e.text_length
       from document_versions v join documents d on d.id = v.document_id
       left join extractions e on e.id = v.extraction_id
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
    return { extractionId: version.extraction_id, start, end, length, version: version.version };
  }

  private async *slices(
    extractionId: string,
    { start, end }: { start: number; end: number },
  ): AsyncGenerator<string> {
    for (let at = start; at < end;) {
      const pieces = await rows<{ start_offset: number; text: string }>(
        this.db,
        `select start_offset, text from extraction_texts
         where extraction_id = $1 and start_offset < $3 and start_offset >= (
           select max(start_offset) from extraction_texts where extraction_id = $1 and start_offset <= $2)
         order by start_offset limit ${PIECES_AT_A_TIME}`,
        [extractionId, at, end],
      );
      for (const { start_offset: from, text } of pieces) {
        const slice = text.slice(at - from, end - from);
        yield slice;
        at += slice.length;
      }
      if (pieces.length === 0) return;
    }
  }
}
