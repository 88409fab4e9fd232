/**
 * Everything that outlives a process: PostgreSQL rows (collections, documents, passages with embeddings, the index's
 * change log, questions, keys) and the originals on disk or in an object store. Repositories are the only code that speaks SQL; states
 * change in fenced statements, so that at-least-once delivery ends exactly once.
 */
export * from './backup/back-up.js';
export type { BackupManifest } from './backup/manifest.js';
export * from './backup/restore.js';
export * from './backup/verify-backup.js';
export * from './collections/collection.entity.js';
export * from './collections/collections.repository.js';
export * from './conversations/conversations.repository.js';
export * from './data-source.js';
export * from './documents/document-record.js';
export * from './documents/document-texts.repository.js';
export * from './documents/document-version.entity.js';
export * from './documents/document.entity.js';
export * from './documents/documents.repository.js';
export * from './documents/extractions.repository.js';
export * from './documents/ingest-attempts.repository.js';
export * from './documents/passages.repository.js';
export { DriftRepository, type DriftedDocument, type LogGap } from './drift/drift.repository.js';
export * from './drift/text-drift.repository.js';
export * from './embedders/embedder-changes.repository.js';
export * from './embedders/passage-embeddings.repository.js';
export * from './index-log/index-log.repository.js';
export * from './keys/api-key.entity.js';
export * from './keys/keys.repository.js';
export * from './originals/folder-originals.js';
export * from './originals/open-originals.js';
export * from './originals/original-store.js';
export * from './page.js';
export type { NewQuestion } from './questions/accept-question.js';
export * from './pgvector/pgvector-indexes.repository.js';
export * from './questions/question-attempts.repository.js';
export * from './questions/question.entity.js';
export * from './questions/questions.repository.js';
export * from './status-counts.repository.js';
