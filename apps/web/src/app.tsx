import { useSignal } from '@preact/signals';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import { Conversation } from './ask/conversation.js';
import { Welcome } from './ask/welcome.js';
import { DocumentsPage } from './documents/documents-page.js';
import { DropTarget } from './documents/drop-target.js';
import { t } from './i18n/language.js';
import { followLink, segments } from './routes/router.js';
import { Sidebar } from './routes/sidebar.js';
import { caller, callerProblem, isAdmin, loadSession } from './session/session.js';
import { KeyEntry } from './session/key-entry.js';
import { SourcePanel } from './sources/source-panel.js';
import { Announcer } from './ui/announcer.js';
import { Confirmation } from './ui/confirm.js';
import { Icon } from './ui/icon.js';
import { Problem } from './ui/problem.js';

/** Few need it. */
const AdminPages = lazy(async () => (await import('./admin/admin-pages.js')).AdminPages);

/** The page: the way in, then the sidebar, what is being done, and the source beside it. */
export function App() {
  useEffect(() => void loadSession(), []);
  return (
    <>
      <Inside />
      <Announcer />
      <Confirmation />
    </>
  );
}

function Inside() {
  const menuOpen = useSignal(false);
  const path = segments().join('/');
  useFocusOnArrival(path);
  useEffect(() => {
    menuOpen.value = false;
  }, [path]);
  if (caller.value === null) return <KeyEntry />;
  if (caller.value === undefined) {
    return (
      <main class="key-entry">
        <Problem of={callerProblem.value}>
          <button onClick={() => void loadSession()}>{t.tryAgain}</button>
        </Problem>
      </main>
    );
  }
  return (
    <div
      class={menuOpen.value ? 'frame menu-open' : 'frame'}
      onFocusIn={(event) => {
        // On a narrow screen the menu covers what has just got the focus.
        if (event.target instanceof Element && event.target.closest('main, aside')) menuOpen.value = false;
      }}
    >
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <header class="top-bar">
        <button
          class="quiet icon-only"
          aria-label={t.menu}
          aria-expanded={menuOpen.value}
          aria-controls="sidebar"
          onClick={() => (menuOpen.value = !menuOpen.value)}
        >
          <Icon name={menuOpen.value ? 'close' : 'menu'} />
        </button>
        <a href="/" class="brand" onClick={followLink}>
          Kotae
        </a>
      </header>
      <Sidebar />
      <View />
      <SourcePanel />
      <DropTarget />
    </div>
  );
}

function View() {
  const [area, id] = segments();
  if (area === undefined) return <Welcome />;
  if (area === 'conversations' && id !== undefined) return <Conversation id={id} />;
  if (area === 'documents') return <DocumentsPage />;
  if (area === 'admin' && isAdmin.value) {
    return (
      <Suspense fallback={<main class="sheet" />}>
        <AdminPages page={id ?? 'collections'} />
      </Suspense>
    );
  }
  return (
    <main id="main" class="sheet" tabIndex={-1}>
      <p>{area === 'admin' ? t.adminOnly : t.notFound}</p>
    </main>
  );
}

/** Whoever goes to another part of the page by keyboard or screen reader is taken to its beginning. */
function useFocusOnArrival(path: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && document.activeElement?.tagName !== 'TEXTAREA')
      document.getElementById('main')?.focus();
    first.current = false;
  }, [path]);
}
