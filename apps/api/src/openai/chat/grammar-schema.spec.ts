import { DetailedError } from '../../http/detailed-error.js';
import { anyObject, toGrammarSchema } from './grammar-schema.js';

describe('toGrammarSchema', () => {
  it('keeps what the grammar knows, and drops what says nothing about values', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Trip',
      type: 'object',
      properties: {
        city: { type: 'string', description: 'Where', maxLength: 20, format: 'city' },
        on: { type: 'string', format: 'date' },
        nights: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
        tags: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 3 },
      },
      required: ['city'],
      additionalProperties: false,
    };
    expect(toGrammarSchema(schema)).toEqual({
      type: 'object',
      properties: {
        city: { type: 'string', maxLength: 20 },
        on: { type: 'string', format: 'date' },
        nights: { type: 'integer' },
        tags: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 3 },
      },
    });
  });

  it('makes choices of alternatives and of lists of types', () => {
    const nullable = { type: ['object', 'null'], properties: { a: { const: 1 } } };
    expect(toGrammarSchema(nullable)).toEqual({
      oneOf: [{ type: 'object', properties: { a: { enum: [1] } } }, { type: 'null' }],
    });
    expect(toGrammarSchema({ anyOf: [{ type: 'string' }, { type: 'null' }] })).toEqual({
      oneOf: [{ type: 'string' }, { type: 'null' }],
    });
  });

  it('takes definitions that refer to themselves', () => {
    const node = {
      type: 'object',
      properties: { next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
    };
    expect(toGrammarSchema({ $ref: '#/$defs/node', $defs: { node } })).toEqual({
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: { next: { oneOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
        },
      },
    });
  });

  it('lets an object of which nothing is said hold anything', () => {
    expect(toGrammarSchema({ type: 'object' })).toEqual(anyObject);
    expect(toGrammarSchema({ type: 'object', additionalProperties: { type: 'number' } })).toEqual({
      type: 'object',
      additionalProperties: { type: 'number' },
    });
  });

  it.each([
    [{ type: 'string', pattern: '^a' }, 'schema.pattern'],
    [{ type: 'object', properties: { n: { type: 'number', minimum: 3 } } }, 'schema.properties.n.minimum'],
    [{ type: 'array', items: { type: 'string' }, uniqueItems: true }, 'schema.uniqueItems'],
    [{ type: 'array', items: { type: 'string' }, maxItems: 100_000 }, 'schema.maxItems'],
    [{ allOf: [{ type: 'string' }] }, 'schema'],
    [{ type: 'object', properties: { a: {} } }, 'schema.properties.a'],
    [{ type: 'object', properties: { a: true } }, 'schema.properties.a'],
    [{ enum: [{ a: 1 }] }, 'schema'],
    [{ $ref: '#/$defs/none' }, 'schema.$ref'],
    [{ $ref: 'https://example.org/schema' }, 'schema.$ref'],
    [{ type: 'decimal' }, 'schema'],
  ])('refuses %j, naming the place', (schema, place) => {
    const refused = (): unknown => {
      try {
        return toGrammarSchema(schema);
      } catch (error) {
        return error;
      }
    };
    expect(refused()).toBeInstanceOf(DetailedError);
    expect((refused() as DetailedError).errors[0]?.path).toBe(`response_format.json_schema.${place}`);
  });
});
