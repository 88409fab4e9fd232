import { useEffect } from 'preact/hooks';
import { t } from '../i18n/language.js';
import { followLink, navigate } from '../routes/router.js';
import { tellOtherTabs } from '../session/other-tabs.js';
import { kotae } from '../session/session.js';
import { useLoaded } from '../ui/use-loaded.js';
import { askOptions, collection } from './asking.js';
import { Composer } from './composer.js';
import { reloadConversations } from './conversation-list.js';

/** The first page: a question, and nothing else. */
export function Welcome() {
  const name = collection.value;
  const shown = useLoaded((signal) => kotae.value.collections.get(name, signal), [name]);
  useEffect(() => {
    document.title = 'Kotae';
  }, []);
  return (
    <main id="main" class="welcome" tabIndex={-1}>
      <div class="welcome-words">
        <h1>{t.welcome}</h1>
        <p>{t.welcomeText}</p>
      </div>
      <Composer placeholder={t.placeholder} fresh onAsk={begin} />
      {shown.value.value?.documents === 0 && (
        <p class="hint">
          {t.noDocumentsYet}{' '}
          <a href="/documents" onClick={followLink}>
            {t.addDocuments}
          </a>
        </p>
      )}
    </main>
  );
}

/** Begins a conversation with the question, and goes to it. */
async function begin(question: string): Promise<void> {
  const accepted = await kotae.value.questions.ask({
    question,
    conversation_id: 'new',
    collection: collection.value,
    ...askOptions(),
  });
  reloadConversations();
  if (accepted.conversation_id) tellOtherTabs(accepted.conversation_id);
  navigate(`/conversations/${accepted.conversation_id}`);
}
