import type { DocumentStatus, ErrorInfo, IngestProgress, IngestStage } from '#contracts';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One upload of a document: the unit of ingestion. */
@Entity('document_versions')
export class DocumentVersionEntity {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column({ type: 'uuid', name: 'document_id' }) documentId: string;
  @Column({ type: 'int' }) version: number;
  @Column({ type: 'text' }) sha256: string;
  @Column({ type: 'bigint', transformer: { to: Number, from: Number } }) size: number;
  /** Whose upload it was: the id of an API key, or `local`. */
  @Column({ type: 'text' }) uploader: string;
  @Column({ type: 'text' }) status: DocumentStatus;
  /** Fencing token: +1 each time a worker starts the version. */
  @Column({ type: 'int', default: 0 }) epoch: number;
  /** Attempts that ran alone in quarantine. */
  @Column({ type: 'int', name: 'solo_starts', default: 0 }) soloStarts: number;
  @Column({ type: 'json', nullable: true }) progress: IngestProgress | null;
  @Column({ type: 'json', nullable: true }) error: ErrorInfo | null;
  /** The step of ingestion that comes next. */
  @Column({ type: 'text', default: 'parse' }) stage: IngestStage;
  /** The text read from its bytes, shared with other versions that have them; complete once `stage` is past `parse`. */
  @Column({ type: 'uuid', name: 'extraction_id', nullable: true }) extractionId: string | null;
  @Column({ type: 'int', nullable: true }) passages: number | null;
  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at' }) updatedAt: Date;
}
