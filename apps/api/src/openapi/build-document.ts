import type { ErrorCode } from '#contracts';
import { problems } from '../http/problem.js';
import { componentSchemas, inlineSchema, type JsonSchema } from './to-json-schema.js';
import type { Operation, OperationResponse } from './operation.js';

/** What can go wrong with any call that needs a key. */
const EVERYWHERE: ErrorCode[] = ['invalid_request', 'service_unavailable', 'internal_error'];
const WITH_KEY: ErrorCode[] = ['unauthenticated', 'forbidden'];

const DESCRIPTION = `Ask questions of your own documents; answers cite them, and every quote is exact.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. Lists are \`{items, next_cursor}\`.
Event streams (\`text/event-stream\`) resume with \`Last-Event-ID\`.`;

/** The API's description, OpenAPI 3.1, from what each feature says of its own calls. */
export function buildDocument(operations: Operation[]): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kotae',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ key: [] }, {}],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'kt_…',
          description: 'From `npm run keys -- create <name>`. Not needed on this machine in development.',
        },
      },
    },
  };
}

/** The part of the document's shape that others rely on. */
export interface OpenApiDocument {
  openapi: string;
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  tags: { name: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
}

function describe(operation: Operation): JsonSchema {
  const { summary, description, tag, open, body } = operation;
  return {
    operationId: operationId(operation),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(open ? { security: [] } : {}),
    parameters: parameters(operation),
    ...(body === undefined ? {} : { requestBody: { required: true, ...requestBody(body) } }),
    responses: { ...mapValues(operation.responses, response), ...errorResponses(operation) },
  };
}

/** `get /v1/documents/{id}/text` is `get_documents_id_text`. */
function operationId({ method, path }: Operation): string {
  const words = path.replace(/^\/(v1\/)?/, '').match(/[\w.]+/g) ?? ['root'];
  return [method, ...words].join('_').replaceAll('.', '_');
}

function parameters({ path, query, headers }: Operation): JsonSchema[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? { type: 'string', format: 'uuid' } : { type: 'string' },
  }));
  const { properties = {}, required = [] } = (query ? inlineSchema(query, 'input') : {}) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
  const inHeader = Object.entries(headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function requestBody({ description, schema, raw }: NonNullable<Operation['body']>): JsonSchema {
  const content = {
    ...(schema ? { 'application/json': { schema: inlineSchema(schema, 'input') } } : {}),
    ...(raw ? mapValues(raw, (schema) => ({ schema })) : {}),
  };
  return { ...(description === undefined ? {} : { description }), content };
}

function response({ description, schema, mediaTypes, headers }: OperationResponse): JsonSchema {
  const content = {
    ...(schema ? { 'application/json': { schema: inlineSchema(schema) } } : {}),
    ...Object.fromEntries((mediaTypes ?? []).map((type) => [type, { schema: { type: 'string' } }])),
  };
  return {
    description,
    ...(headers
      ? { headers: mapValues(headers, (text) => ({ description: text, schema: { type: 'string' } })) }
      : {}),
    ...(Object.keys(content).length > 0 ? { content } : {}),
  };
}

/** One problem response per status, naming the codes that it may carry. */
function errorResponses({ open, errors = [] }: Operation): Record<string, JsonSchema> {
  const codes = [...new Set([...errors, ...EVERYWHERE, ...(open ? [] : WITH_KEY)])];
  const byStatus: Record<string, ErrorCode[]> = {};
  for (const code of codes) (byStatus[problems[code].status] ??= []).push(code);
  return mapValues(byStatus, (codes) => ({
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('; '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }));
}

function mapValues<In, Out>(record: Record<string, In>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
