/**
 * The client of Kotae's API, for Node and for browsers: typed calls, errors as {@link KotaeError}, retries of what may
 * be sent twice, uploads with progress, and event streams that survive lost connections. Its types come from the API's
 * OpenAPI document (`npm run generate`), so they cannot drift from the API. It imports nothing of ours and nothing of
 * Node's; bundlers take the source through the export condition `kotae-source`.
 */
export { KotaeClient } from './kotae-client.js';
export type { ConnectionOptions } from './connection.js';
export { KotaeError, type KotaeErrorCode } from './kotae-error.js';
export type { RetryPolicy } from './retry.js';
export { applyAnswerEvent, noAnswerYet, type AnswerState } from './events/answer-state.js';
export type { FollowOptions, Followed } from './events/follow-events.js';
export type { Asked } from './questions.js';
export type { PutOptions } from './documents.js';
export type { UploadBody } from './uploads/send-file.js';
export type { UploadProgress } from './uploads/upload-progress.js';
export * from './shapes.js';
