import { listOf, named } from '../openapi/components.js';
import type { Operation } from '../openapi/operation.js';
import { callerViewSchema, keyViewSchema, newKeySchema, newKeyViewSchema } from './key.view.js';

const key = named('Key', keyViewSchema);
const tag = 'Keys';

export const keyOperations: Operation[] = [
  {
    method: 'get',
    path: '/v1/keys/current',
    tag,
    summary: 'Say whose key this is, and what it may do',
    responses: { 200: { description: 'The caller', schema: named('Caller', callerViewSchema) } },
  },
  {
    method: 'get',
    path: '/v1/keys',
    tag,
    summary: 'List all keys, without their secrets (admin)',
    responses: { 200: { description: 'All keys on one page, revoked ones too', schema: listOf(key) } },
  },
  {
    method: 'post',
    path: '/v1/keys',
    tag,
    summary: 'Create a key (admin)',
    body: { schema: newKeySchema },
    responses: {
      201: {
        description: 'Created; the only answer that shows the key',
        schema: named('NewKey', newKeyViewSchema),
      },
    },
    errors: ['payload_too_large', 'unsupported_media_type'],
  },
  {
    method: 'delete',
    path: '/v1/keys/{id}',
    tag,
    summary: 'Revoke a key (admin)',
    description: 'It works no longer than a few seconds more. A key cannot revoke itself.',
    responses: { 204: { description: 'Revoked' } },
    errors: ['not_found', 'conflict'],
  },
];
