import type { GrammarSchema } from '#contracts';
import type { GbnfJsonSchema, Llama, LlamaGrammarEvaluationState, LlamaModel } from 'node-llama-cpp';

/** What keeps a text to JSON. */
export interface JsonConstraint {
  /** Advances with the text of one run. */
  grammar: LlamaGrammarEvaluationState;
  /** The text is whole before this. */
  end: string;
}

/** node-llama-cpp's grammars end with it: models like to go on with white space for ever. */
const END = '\n'.repeat(4);

/** A grammar that lets through only JSON of the schema, ready for one run. */
export async function jsonConstraint(
  llama: Llama,
  model: LlamaModel,
  schema: GrammarSchema,
): Promise<JsonConstraint> {
  const { LlamaGrammarEvaluationState } = await import('node-llama-cpp');
  const grammar = await llama.createGrammarForJsonSchema<GbnfJsonSchema>(schema as never);
  return { grammar: new LlamaGrammarEvaluationState({ model, grammar }), end: END };
}
