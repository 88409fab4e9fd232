import { z } from 'zod';
import { components } from './components.js';

/** A JSON Schema (2020-12, which OpenAPI 3.1 takes as it is). */
export type JsonSchema = Record<string, unknown>;

const uri = (id: string): string => `#/components/schemas/${id}`;

/** All named schemas. Requests are described as they are sent, the rest as it is answered. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(components, { uri, io: 'output', override: tidy });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema as JsonSchema)]),
  );
}

/** A schema in place: a reference when it has a name, else itself with references to what it holds. */
export function inlineSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
  const name = components.get(schema)?.id;
  if (name !== undefined) return { $ref: uri(name) };
  const schemaInPlace = z.toJSONSchema(schema, { metadata: components, io, override: tidy }) as JsonSchema;
  const text = JSON.stringify(withoutIdentity(schemaInPlace)).replaceAll(
    '"#/$defs/',
    '"#/components/schemas/',
  );
  return JSON.parse(text) as JsonSchema;
}

/** A schema without what only a document of its own has. */
function withoutIdentity(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !['$schema', '$id', '$defs'].includes(key)),
  );
}

/** Drops what says nothing to a reader: the range that every integer of JavaScript has, and zod's own UUID pattern. */
function tidy({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
  if (jsonSchema['format'] !== undefined) delete jsonSchema['pattern'];
}
