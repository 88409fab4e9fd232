/**
 * What Kotae knows of languages, Japanese and English above all: the terms under which text is searched, its
 * sentences, which language it is in, and about how many tokens it costs. Text flows in; nothing here keeps state.
 */
export * from './fold.js';
export * from './terms.js';
