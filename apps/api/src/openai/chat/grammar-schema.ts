import type { GrammarSchema } from '#contracts';
import type { FieldError } from '../../http/problem.js';
import { invalidRequest } from '../../http/detailed-error.js';

type Schema = Record<string, unknown>;

/** Keywords that say nothing about which values are valid. Without a vocabulary that asserts it, `format` is one. */
const ANNOTATIONS = new Set(
  '$schema $id $comment title description default examples deprecated readOnly writeOnly format strict'.split(
    ' ',
  ),
);
/** What the grammar keeps to, by the type of the value. `required` is kept because every property is written. */
const KEYWORDS: Record<string, string[]> = {
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
  string: ['minLength', 'maxLength'],
};
const FORMATS = ['date', 'time', 'date-time'];
/** Beyond this, llama.cpp refuses to repeat a rule. */
const MOST_REPETITIONS = 1000;
const DEEPEST = 32;

/** `response_format: {type: "json_object"}`: an object of any shape. */
export const anyObject: GrammarSchema = { type: 'object', additionalProperties: true };

/**
 * A JSON Schema as node-llama-cpp's grammars read it. What they would ignore is refused, so that whatever comes out is
 * valid: `anyOf` is `oneOf` when a value is made, a list of types is a choice, every property is written.
 *
 * @throws DomainError `invalid_request` that names the place of what the grammar cannot keep to.
 */
export function toGrammarSchema(schema: Schema): GrammarSchema {
  return new Translation(schema).whole();
}

class Translation {
  private readonly definitions: Schema;

  constructor(private readonly root: Schema) {
    this.definitions = { ...asSchema(root['definitions']), ...asSchema(root['$defs']) };
  }

  whole(): GrammarSchema {
    const { $defs: _, definitions: __, ...schema } = this.root;
    const translated = this.translate(schema, []);
    const definitions = Object.entries(this.definitions).map(([name, definition]) => [
      name,
      this.translate(definition, ['$defs', name]),
    ]);
    return definitions.length === 0 ? translated : { ...translated, $defs: Object.fromEntries(definitions) };
  }

  private translate(given: unknown, path: string[]): GrammarSchema {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      throw refuse(path, 'must be a schema that says its type');
    }
    if (path.length > DEEPEST * 2) throw refuse(path, 'is nested too deeply');
    const schema = given as Schema;
    if ('$ref' in schema) return this.reference(schema, path);
    for (const choice of ['anyOf', 'oneOf']) {
      if (choice in schema) return this.choice(schema, choice, path);
    }
    if ('const' in schema || 'enum' in schema) return literals(schema, path);
    const types = [schema['type']].flat();
    if (types.length === 0 || types.some((type) => typeof type !== 'string')) {
      throw refuse(path, 'must say its type');
    }
    if (types.length === 1) return this.typed(String(types[0]), schema, path);
    return { oneOf: types.map((type) => this.typed(String(type), onlyFor(String(type), schema), path)) };
  }

  private reference(schema: Schema, path: string[]): GrammarSchema {
    const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(String(schema['$ref']))?.[1];
    if (name === undefined || !Object.hasOwn(this.definitions, name)) {
      throw refuse([...path, '$ref'], 'must name one of the schema’s own $defs');
    }
    allow(schema, ['$ref'], path);
    return { $ref: `#/$defs/${name}` };
  }

  private choice(schema: Schema, keyword: string, path: string[]): GrammarSchema {
    const options = schema[keyword];
    if (!Array.isArray(options) || options.length === 0)
      throw refuse([...path, keyword], 'must list schemas');
    allow(schema, [keyword, 'type'], path);
    return { oneOf: options.map((option, i) => this.translate(option, [...path, keyword, String(i)])) };
  }

  private typed(type: string, schema: Schema, path: string[]): GrammarSchema {
    allow(schema, ['type', ...(KEYWORDS[type] ?? [])], path);
    limit(schema, path);
    if (type === 'object') return this.object(schema, path);
    if (type === 'array') return this.array(schema, path);
    if (type === 'string') {
      const { minLength, maxLength, format } = schema;
      if (FORMATS.includes(String(format))) return { type, format };
      return { type, ...defined({ minLength, maxLength }) };
    }
    if (!['number', 'integer', 'boolean', 'null'].includes(type)) throw refuse(path, `has no known type`);
    return { type };
  }

  private object(schema: Schema, path: string[]): GrammarSchema {
    const { properties, additionalProperties, minProperties, maxProperties } = schema;
    const translated = Object.entries(asSchema(properties)).map(([name, property]) => [
      name,
      this.translate(property, [...path, 'properties', name]),
    ]);
    const more =
      typeof additionalProperties === 'object'
        ? this.translate(additionalProperties, [...path, 'additionalProperties'])
        : additionalProperties;
    return {
      type: 'object',
      ...(translated.length > 0 && { properties: Object.fromEntries(translated) as Schema }),
      // Left out, any are valid: none are written, unless nothing else is said of the object.
      ...((more ?? translated.length === 0) && { additionalProperties: more ?? true }),
      ...defined({ minProperties, maxProperties }),
    };
  }

  private array(schema: Schema, path: string[]): GrammarSchema {
    const { items, prefixItems, minItems, maxItems } = schema;
    return {
      type: 'array',
      ...(items !== undefined && items !== false && { items: this.translate(items, [...path, 'items']) }),
      ...(Array.isArray(prefixItems) && {
        prefixItems: prefixItems.map((item, i) => this.translate(item, [...path, 'prefixItems', String(i)])),
      }),
      ...defined({ minItems, maxItems }),
    };
  }
}

function literals(schema: Schema, path: string[]): GrammarSchema {
  allow(schema, ['const', 'enum', 'type'], path);
  const values = 'const' in schema ? [schema['const']] : schema['enum'];
  const plain =
    Array.isArray(values) && values.length > 0 && values.every((value) => Object(value) !== value);
  if (!plain) throw refuse(path, 'may list only texts, numbers, true, false and null');
  return { enum: values };
}

/** Of a schema with several types, what is said about one of them. */
function onlyFor(type: string, schema: Schema): Schema {
  const others = Object.entries(KEYWORDS).flatMap(([other, keywords]) => (other === type ? [] : keywords));
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !others.includes(keyword)));
}

/** Refuses every keyword that would be ignored. */
function allow(schema: Schema, keywords: string[], path: string[]): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (keywords.includes(keyword) || ANNOTATIONS.has(keyword)) continue;
    // What every integer of JavaScript keeps to, and schema generators like to write.
    if (value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER) continue;
    throw refuse([...path, keyword], 'is a keyword that the grammar cannot keep to; leave it out');
  }
}

function limit(schema: Schema, path: string[]): void {
  for (const keyword of [
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
  ]) {
    const value = schema[keyword] ?? 0;
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_REPETITIONS) continue;
    throw refuse([...path, keyword], `must be a whole number from 0 to ${MOST_REPETITIONS}`);
  }
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

function defined(values: Schema): Schema {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function refuse(path: string[], message: string): Error {
  const place = ['response_format', 'json_schema', 'schema', ...path].join('.');
  const errors: FieldError[] = [{ path: place, message }];
  return invalidRequest(`The JSON Schema cannot be kept to. ${place}: ${message}.`, errors);
}
