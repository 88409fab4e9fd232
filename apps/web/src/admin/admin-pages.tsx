import { useEffect } from 'preact/hooks';
import { t } from '../i18n/language.js';
import { followLink } from '../routes/router.js';
import { CollectionsPage } from './collections-page.js';
import { KeysPage } from './keys-page.js';
import { ModelsPage } from './models-page.js';
import { WorkersPage } from './workers-page.js';

const pages = {
  collections: CollectionsPage,
  keys: KeysPage,
  models: ModelsPage,
  workers: WorkersPage,
};
type Name = keyof typeof pages;

/** Everything for whoever runs the installation. */
export function AdminPages({ page }: { page: string }) {
  const shown: Name = page in pages ? (page as Name) : 'collections';
  const Page = pages[shown];
  useEffect(() => {
    document.title = `${t[shown]} – Kotae`;
  }, [shown]);
  return (
    <main id="main" class="sheet" tabIndex={-1}>
      <h1>{t.administration}</h1>
      <nav class="tabs" aria-label={t.administration}>
        {(Object.keys(pages) as Name[]).map((name) => (
          <a
            key={name}
            href={`/admin/${name}`}
            aria-current={name === shown ? 'page' : undefined}
            onClick={followLink}
          >
            {t[name]}
          </a>
        ))}
      </nav>
      <Page />
    </main>
  );
}
