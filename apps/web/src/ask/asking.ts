import { computed, signal } from '@preact/signals';
import type { Ask, SearchFilter } from '@kotae/client';

/** How the next question is to be asked; stays until the page is left. */
export const wholeDocuments = signal(false);
export const tags = signal('');
export const from = signal('');
export const to = signal('');

/** The collection that is asked and shown; kept for the next visit. */
export const collection = signal(localStorage.getItem('kotae-collection') ?? 'default');
collection.subscribe((name) => localStorage.setItem('kotae-collection', name));

/** Labels as people type them: separated by commas of either script. */
export function splitTags(text: string): string[] {
  return [...new Set(text.split(/[,、，]/).map((tag) => tag.trim()))].filter((tag) => tag !== '');
}

/** The filter, or undefined when nothing is filtered. */
export const filter = computed((): SearchFilter | undefined => {
  const wanted = splitTags(tags.value);
  const found = {
    ...(wanted.length > 0 && { tags: wanted }),
    ...(from.value !== '' && { from: from.value }),
    ...(to.value !== '' && { to: to.value }),
  };
  return Object.keys(found).length > 0 ? found : undefined;
});

/** What is to be sent with a question. */
export function askOptions(): Omit<Ask, 'question'> {
  return {
    ...(filter.value && { filter: filter.value }),
    ...(wholeDocuments.value && { context: 'documents' as const }),
  };
}
