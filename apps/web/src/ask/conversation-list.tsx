import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Conversation } from '@kotae/client';
import { t } from '../i18n/language.js';
import { followLink, navigate, segments } from '../routes/router.js';
import { onOtherTabs, tellOtherTabs } from '../session/other-tabs.js';
import { kotae } from '../session/session.js';
import { confirm } from '../ui/confirm.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';

const conversations = signal<Conversation[] | null>(null);
const more = signal<string | null>(null);
const problem = signal<unknown>(null);

/** Loads the newest conversations again: one has begun, or gone on. */
export function reloadConversations(): void {
  void load(null);
}

async function load(cursor: string | null): Promise<void> {
  try {
    const page = await kotae.value.conversations.list(cursor === null ? {} : { cursor });
    conversations.value = [...(cursor === null ? [] : (conversations.value ?? [])), ...page.items];
    more.value = page.next_cursor;
    problem.value = null;
  } catch (error) {
    problem.value = error;
  }
}

async function remove({ id }: Conversation, isOpen: boolean): Promise<void> {
  if (!(await confirm(t.deleteConversationSure, t.delete))) return;
  try {
    await kotae.value.conversations.delete(id);
    tellOtherTabs(id);
    if (isOpen) navigate('/');
    await load(null);
  } catch (error) {
    problem.value = error;
  }
}

/** The conversations, the one used last first. */
export function ConversationList() {
  useEffect(() => {
    reloadConversations();
    return onOtherTabs(reloadConversations);
  }, []);
  const [area, openId] = segments();
  return (
    <section class="conversations" aria-label={t.conversations}>
      <h2>{t.conversations}</h2>
      <Problem of={problem.value} />
      {conversations.value?.length === 0 && <p class="hint">{t.noConversations}</p>}
      <ul class="plain">
        {conversations.value?.map((conversation) => {
          const isOpen = area === 'conversations' && openId === conversation.id;
          return (
            <li key={conversation.id} class="conversation-item">
              <a
                href={`/conversations/${conversation.id}`}
                aria-current={isOpen ? 'page' : undefined}
                title={conversation.title}
                onClick={followLink}
              >
                {conversation.title}
              </a>
              <button
                class="quiet icon-only"
                aria-label={t.deleteConversation(conversation.title)}
                onClick={() => void remove(conversation, isOpen)}
              >
                <Icon name="trash" />
              </button>
            </li>
          );
        })}
      </ul>
      {more.value !== null && (
        <button class="quiet" onClick={() => void load(more.value)}>
          {t.more}
        </button>
      )}
    </section>
  );
}
