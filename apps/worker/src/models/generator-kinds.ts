/** What may be named in KOTAE_GENERATORS. */
export const generatorKinds = ['llama', 'openai', 'extractive'] as const;
export type GeneratorKind = (typeof generatorKinds)[number];
