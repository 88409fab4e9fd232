/**
 * The words that all parts of Kotae share: jobs, events, and the shapes that the API shows, with the one error class.
 * It imports nothing of ours and does nothing by itself.
 */
export * from './answer-events.js';
export * from './answer-stream.js';
export * from './api-key.js';
export * from './chat.js';
export * from './conversation.js';
export * from './document-metadata.js';
export * from './document.js';
export * from './domain-error.js';
export * from './embedder-change.js';
export * from './extracted-text.js';
export * from './jobs/answer.job.js';
export * from './jobs/catalogue.job.js';
export * from './jobs/embed.job.js';
export * from './jobs/ingest.job.js';
export * from './jobs/pull.job.js';
export * from './jobs/search.job.js';
export * from './model.js';
export * from './passage.js';
export * from './preference.js';
export * from './priority.js';
export * from './question.js';
export * from './redis-keys.js';
export * from './refusal.js';
export * from './search-filter.js';
export * from './search.js';
export * from './worker-metrics.js';
export * from './worker-status.js';
