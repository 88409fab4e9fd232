import type { components, operations } from './openapi.js';

/** The API's shapes by short names; see the OpenAPI document for what each field means. */
type Schemas = components['schemas'];

export type Question = Schemas['Question'];
export type QuestionStatus = Question['status'];
export type AcceptedQuestion = Schemas['AcceptedQuestion'];
export type Citation = Schemas['Citation'];
export type Source = Schemas['Source'];
export type AnswerEvent = Schemas['AnswerEvent'];
export type Conversation = Schemas['Conversation'];
export type Document = Schemas['Document'];
export type DocumentEvent = Schemas['DocumentEvent'];
export type Upload = Schemas['Upload'];
export type TextRange = Schemas['TextRange'];
export type Collection = Schemas['Collection'];
export type CollectionEmbedder = Schemas['CollectionEmbedder'];
export type EmbedderChange = Schemas['EmbedderChange'];
export type SearchResults = Schemas['SearchResults'];
export type Model = Schemas['Model'];
export type CatalogueModel = Schemas['CatalogueModel'];
export type ModelPull = Schemas['ModelPull'];
export type Problem = Schemas['Problem'];
export type FieldError = NonNullable<Problem['errors']>[number];

type JsonBody<Operation extends { requestBody?: { content: { 'application/json': unknown } } }> = NonNullable<
  Operation['requestBody']
>['content']['application/json'];
type Query<Operation extends { parameters: { query?: unknown } }> = NonNullable<
  Operation['parameters']['query']
>;

/** A question as it is asked; everything but its text has a default. */
export type Ask = JsonBody<operations['post_questions']>;
export type NewCollection = JsonBody<operations['post_collections']>;
export type CollectionChanges = JsonBody<operations['patch_collections_name']>;
export type NewEmbedder = JsonBody<operations['put_collections_name_embedder']>;
export type Search = JsonBody<operations['post_collections_name_search']>;
export type SearchFilter = NonNullable<Search['filter']>;
export type DocumentChanges = JsonBody<operations['patch_documents_id']>;
export type DocumentQuery = Query<operations['get_collections_name_documents']>;
export type PageQuery = Query<operations['get_questions']>;
export type TextQuery = Query<operations['get_documents_id_text']>;
/** What is said about a document when it is uploaded. */
export type DocumentMetadata = Query<operations['put_collections_name_documents_docName']>;

/** A page of a list; `next_cursor` is null on the last one. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}
