import type { DocumentStatus, ErrorInfo, IngestProgress } from '#contracts';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One upload of a document: the unit of ingestion. */
@Entity('document_versions')
export class DocumentVersionEntity {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column({ type: 'uuid', name: 'document_id' }) documentId: string;
  @Column({ type: 'int' }) version: number;
  @Column({ type: 'text' }) sha256: string;
  @Column({ type: 'bigint', transformer: { to: Number, from: Number } }) size: number;
  @Column({ type: 'text' }) status: DocumentStatus;
  /** Fencing token: +1 each time a worker starts the version. */
  @Column({ type: 'int', default: 0 }) epoch: number;
  /** Attempts that ran alone in quarantine. */
  @Column({ type: 'int', name: 'solo_starts', default: 0 }) soloStarts: number;
  @Column({ type: 'json', nullable: true }) progress: IngestProgress | null;
  @Column({ type: 'json', nullable: true }) error: ErrorInfo | null;
  @Column({ type: 'text', name: 'media_type', nullable: true }) mediaType: string | null;
  @Column({ type: 'text', nullable: true }) title: string | null;
  @Column({ type: 'int', nullable: true }) pages: number | null;
  @Column({ type: 'int', nullable: true }) passages: number | null;
  /** Length of the extracted text in UTF-16 code units. */
  @Column({ type: 'int', name: 'text_length', nullable: true }) textLength: number | null;
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at' }) updatedAt: Date;
}
