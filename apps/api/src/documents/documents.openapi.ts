import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { documentListQuerySchema, textQuerySchema } from './document-queries.js';
import { metadataBodySchema } from './metadata.js';
import { documentEventSchema, documentViewSchema as document, textRangeSchema } from './document.schema.js';

const textRange = named('TextRange', textRangeSchema);
named('DocumentEvent', documentEventSchema);
const tag = 'Documents';

export const documentOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/collections/{name}/documents',
    tag,
    summary: 'List a collection’s documents in the order of their first upload',
    query: documentListQuerySchema,
    responses: { 200: { description: 'A page of documents', schema: listOf(document) } },
    errors: ['collection_not_found'],
  },
  {
    method: 'get',
    path: '/v1/documents/{id}',
    tag,
    summary: 'Get a document',
    responses: { 200: { description: 'The document', schema: document } },
    errors: ['document_not_found'],
  },
  {
    method: 'patch',
    path: '/v1/documents/{id}',
    tag,
    summary: 'Change what searches are filtered by',
    description: `What is absent stays as it is; \`null\`, for \`tags\` an empty list, takes it away. The document is not read
again, and the next search filters by what was changed.`,
    body: { schema: metadataBodySchema },
    responses: { 200: { description: 'The document', schema: document } },
    errors: ['document_not_found', 'payload_too_large', 'unsupported_media_type'],
  },
  {
    method: 'delete',
    path: '/v1/documents/{id}',
    tag,
    summary: 'Delete a document',
    description: 'After the answer no search and no later question uses it.',
    responses: { 204: { description: 'Deleted' } },
    errors: ['document_not_found'],
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/events',
    tag,
    summary: 'Follow a document while it is read',
    description: `Events: \`status\` with the whole document at each change; \`done\` with it when it is ready or has failed; \`error\`
when it was deleted or the stream has failed.`,
    responses: { 200: { description: 'The events', mediaTypes: ['text/event-stream'] } },
    errors: ['document_not_found'],
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/text',
    tag,
    summary: 'Read the extracted text',
    description: 'Citations point into it: `quote` is exactly `text.slice(start, end)` in UTF-16 code units.',
    query: textQuerySchema,
    responses: { 200: { description: 'The range, clipped to the text', schema: textRange } },
    errors: ['document_not_found'],
  },
  {
    method: 'get',
    path: '/v1/documents/{id}/content',
    tag,
    summary: 'Download the original of the newest version',
    responses: {
      200: { description: 'The bytes as they were uploaded', mediaTypes: ['application/octet-stream'] },
    },
    errors: ['document_not_found'],
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/cancel',
    tag,
    summary: 'Cancel what is being read',
    description: `Versions that are queued or processing become \`failed\` with the code \`cancelled\`; the version that
answers goes on answering. A retry goes on at the step where it ended. Cancelling again changes nothing.`,
    responses: { 200: { description: 'The document', schema: document } },
    errors: ['document_not_found', 'conflict'],
  },
  {
    method: 'post',
    path: '/v1/documents/{id}/retry',
    tag,
    summary: 'Try a failed document again',
    description: 'What earlier attempts have made is used: it goes on at the step that failed.',
    responses: { 202: { description: 'Queued again', schema: document } },
    errors: ['document_not_found', 'conflict'],
  },
];
