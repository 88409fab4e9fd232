import { named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { metadataQuerySchema } from './metadata.js';
import { documentViewSchema, uploadViewSchema } from './document.schema.js';

const document = named('Document', documentViewSchema);
const upload = named('Upload', uploadViewSchema);
const tag = 'Documents';
const errors = [
  'collection_not_found',
  'document_empty',
  'payload_too_large',
  'unsupported_media_type',
  'storage_full',
] as const;

export const uploadOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/collections/{name}/documents',
    tag,
    summary: 'Upload files',
    description: `Each file becomes a document under its own name. One bad file does not keep the others out: it is listed in
\`errors\`. When none could be taken, the answer is the problem of the first one. The fields \`tags\` (one for each
tag), \`date\` and \`source_url\`, wherever they stand in the form, are of all its files; what is absent stays as it was.`,
    body: {
      raw: {
        'multipart/form-data': {
          type: 'object',
          properties: {
            file: { type: 'array', items: { type: 'string', format: 'binary' } },
            tags: { type: 'array', items: { type: 'string' } },
            date: { type: 'string', format: 'date' },
            source_url: { type: 'string', format: 'uri' },
          },
          required: ['file'],
        },
      },
    },
    responses: {
      200: { description: 'Every file was known already', schema: upload },
      202: { description: 'Accepted; follow each document’s `links.events`', schema: upload },
    },
    errors: [...errors],
  },
  {
    method: 'put',
    path: '/v1/collections/{name}/documents/{docName}',
    tag,
    summary: 'Upload one file under a name',
    description: `The same name with the same bytes changes nothing. New bytes become the document’s next version; the old one
answers until the new one is ready. Tags, date and source address that are given replace those before, also when the
bytes are the same; what is absent stays as it was.`,
    query: metadataQuerySchema,
    body: {
      description: 'The bytes, of whatever type',
      raw: { '*/*': { type: 'string', format: 'binary' } },
    },
    responses: {
      200: { description: 'Known already', schema: document, headers: { Location: 'The document' } },
      202: { description: 'Accepted', schema: document, headers: { Location: 'The document' } },
    },
    errors: [...errors],
  },
];
