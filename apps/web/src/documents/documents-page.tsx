import { useEffect } from 'preact/hooks';
import { collection } from '../ask/asking.js';
import { t } from '../i18n/language.js';
import { Problem } from '../ui/problem.js';
import { CollectionSelect } from './collection-select.js';
import { DocumentFilter, filtered } from './document-filter.js';
import { documents, listProblem, loadDocuments, nextPage, showDocuments } from './document-list.js';
import { DocumentRow } from './document-row.js';
import { DropZone } from './drop-zone.js';
import { SearchDocuments } from './search-documents.js';
import { UploadList } from './upload-list.js';

/** Documents from which this list is long enough to be narrowed down. */
const FEW = 4;

/** A collection's documents: adding, following, finding and removing them. */
export function DocumentsPage() {
  const name = collection.value;
  useEffect(() => showDocuments(name), [name]);
  useEffect(() => {
    document.title = `${t.documents} – Kotae`;
  }, []);
  const all = documents.value;
  return (
    <main id="main" class="sheet" tabIndex={-1}>
      <header class="sheet-head">
        <h1>{t.documents}</h1>
        <CollectionSelect />
      </header>
      <DropZone />
      <UploadList />
      <Problem of={listProblem.value}>
        <button onClick={() => void loadDocuments()}>{t.tryAgain}</button>
      </Problem>
      {all === null && listProblem.value === null && <p class="hint">{t.loading}</p>}
      {all !== null && all.length > 0 && <SearchDocuments />}
      {all !== null && all.length >= FEW && <DocumentFilter />}
      {all?.length === 0 && <p class="hint">{t.noDocuments}</p>}
      {all !== null && all.length > 0 && filtered.value?.length === 0 && <p class="hint">{t.noMatches}</p>}
      <ul class="plain rows">
        {filtered.value?.map((document) => (
          <DocumentRow key={document.id} document={document} />
        ))}
      </ul>
      {nextPage.value !== null && (
        <button class="quiet" onClick={() => void loadDocuments(nextPage.value ?? undefined)}>
          {t.more}
        </button>
      )}
    </main>
  );
}
