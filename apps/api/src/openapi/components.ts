import { z } from 'zod';

/** Shapes that the API's description shows under a name. */
export const components = z.registry<{ id: string }>();

/** Gives a schema its name in the description. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id });
  return schema;
}

/** A list of a named schema. */
export function listOf(item: z.ZodType): z.ZodType {
  return z.object({
    items: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .describe('Pass as `cursor` to get the next page; null on the last one'),
  });
}
