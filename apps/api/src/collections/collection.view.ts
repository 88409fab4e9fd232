import { collectionNameSchema, refusalThresholdsSchema } from '#contracts';
import type { CollectionSummary } from '#database';
import { z } from 'zod';

export const collectionViewSchema = z.object({
  id: z.uuid(),
  name: collectionNameSchema,
  description: z.string().nullable(),
  /** Embedder of every passage; null until the first document has been read. */
  embedder: z.object({ id: z.string(), dimensions: z.int() }).nullable(),
  documents: z.int(),
  /** When the collection says that its documents do not hold the answer; null for the defaults. */
  refusal: refusalThresholdsSchema.nullable(),
  created_at: z.iso.datetime(),
  links: z.object({ self: z.string(), documents: z.string() }),
});
export type CollectionView = z.infer<typeof collectionViewSchema>;

export const newCollectionSchema = z.strictObject({
  name: collectionNameSchema,
  description: z.string().max(2000).nullish(),
});
export type NewCollection = z.infer<typeof newCollectionSchema>;

export const collectionChangesSchema = z.strictObject({
  description: z.string().max(2000).nullish(),
  refusal: refusalThresholdsSchema
    .nullish()
    .describe('As `npm run eval -- calibrate` fits them to questions; null for the defaults'),
});
export type CollectionChanges = z.infer<typeof collectionChangesSchema>;

const collectionPath = (name: string): string => `/v1/collections/${name}`;

export function collectionView(collection: CollectionSummary): CollectionView {
  const { id, name, description, embedder, documents, refusal } = collection;
  const self = collectionPath(name);
  return {
    id,
    name,
    description,
    embedder,
    documents,
    refusal,
    created_at: collection.createdAt.toISOString(),
    links: { self, documents: `${self}/documents` },
  };
}
