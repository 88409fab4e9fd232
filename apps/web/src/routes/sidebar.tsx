import { ConversationList } from '../ask/conversation-list.js';
import { t } from '../i18n/language.js';
import { caller, forgetKey, hasKey, isAdmin } from '../session/session.js';
import { Icon } from '../ui/icon.js';
import { followLink, segments } from './router.js';

/** The way to everything. */
export function Sidebar() {
  const [area] = segments();
  const current = (of: string | undefined) => (area === of ? ('page' as const) : undefined);
  return (
    <nav id="sidebar" class="sidebar" aria-label="Kotae">
      <a href="/" class="brand" onClick={followLink}>
        <span aria-hidden="true">答え</span> Kotae
      </a>
      <a href="/" class="button new-question" aria-current={current(undefined)} onClick={followLink}>
        <Icon name="plus" />
        {t.newQuestion}
      </a>
      <ConversationList />
      <div class="places">
        <a href="/documents" aria-current={current('documents')} onClick={followLink}>
          <Icon name="file" />
          {t.documents}
        </a>
        {isAdmin.value && (
          <a href="/admin/collections" aria-current={current('admin')} onClick={followLink}>
            <Icon name="gear" />
            {t.administration}
          </a>
        )}
        {hasKey.value && (
          <div class="signed-in">
            <span class="hint">{t.signedIn(caller.value?.name ?? '')}</span>
            <button class="quiet" onClick={forgetKey}>
              {t.signOut}
            </button>
          </div>
        )}
      </div>
    </nav>
  );
}
