/**
 * What Kotae knows of languages, Japanese and English above all: the terms under which text is searched, its
 * sentences, which language it is in, and about how many tokens it costs. Text flows in; nothing here keeps state.
 */
export { codes } from './codes.js';
export { detectLanguage, type Language } from './detect-language.js';
export { estimateTokens } from './estimate-tokens.js';
export { fold } from './fold.js';
export { sentences } from './sentences.js';
export { stopWords } from './stop-words.js';
export { terms } from './terms.js';
