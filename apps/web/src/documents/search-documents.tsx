import { useSignal } from '@preact/signals';
import type { SearchResults } from '@kotae/client';
import { collection, splitTags } from '../ask/asking.js';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { openSource } from '../sources/open-source.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { submitted } from '../ui/submitted.js';
import { tag } from './document-filter.js';

/** Passages shown of a search. */
const RESULTS = 20;

/** Finds passages in the collection's documents; the list's tag filter holds here, too. */
export function SearchDocuments() {
  const found = useSignal<SearchResults['results'] | null>(null);
  const problem = useSignal<unknown>(null);
  const search = async (event: SubmitEvent): Promise<void> => {
    const query = submitted(event)('query');
    if (query === '') return;
    problem.value = null;
    try {
      const tags = splitTags(tag.value);
      const { results } = await kotae.value.search(collection.value, {
        query,
        k: RESULTS,
        ...(tags.length > 0 && { filter: { tags } }),
      });
      found.value = results;
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <section aria-label={t.searchDocuments}>
      <form class="search" role="search" onSubmit={(event) => void search(event)}>
        <input type="search" name="query" aria-label={t.searchDocuments} placeholder={t.searchDocuments} />
        <button>
          <Icon name="search" />
          {t.search}
        </button>
        {found.value && (
          <button type="reset" class="quiet" onClick={() => (found.value = null)}>
            {t.clear}
          </button>
        )}
      </form>
      <Problem of={problem.value} />
      <p class="hint" role="status">
        {found.value && (found.value.length === 0 ? t.noResults : t.results(found.value.length))}
      </p>
      <ol class="plain">
        {found.value?.map((result) => (
          <li key={result.passage_id}>
            <button class="source" onClick={() => openSource({ ...result, quote: result.text })}>
              <span class="source-body">
                <span class="source-where">
                  <strong>{result.document}</strong>
                  <span class="hint">
                    {[result.page === null ? '' : t.page(result.page), result.heading]
                      .filter((part) => part !== '')
                      .join(' · ')}
                  </span>
                </span>
                <span class="quote">{result.text}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
