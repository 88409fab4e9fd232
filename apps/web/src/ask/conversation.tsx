import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { KotaeError } from '@kotae/client';
import { t } from '../i18n/language.js';
import { onOtherTabs, tellOtherTabs } from '../session/other-tabs.js';
import { kotae } from '../session/session.js';
import { Problem } from '../ui/problem.js';
import { askOptions } from './asking.js';
import { Composer } from './composer.js';
import { reloadConversations } from './conversation-list.js';
import { hasEnded, liveAnswer, stop, type LiveAnswer } from './live-answer.js';
import { Turn } from './turn.js';

/** A conversation: its questions with their answers, and the next question. */
export function Conversation({ id }: { id: string }) {
  const turns = useSignal<LiveAnswer[] | null>(null);
  const older = useSignal<string | null>(null);
  const problem = useSignal<unknown>(null);
  const heading = useSignal('');
  const thread = useRef<HTMLDivElement>(null);

  /** From its question on: what is answered then grows in sight. */
  const showLastTurn = (behavior: ScrollBehavior = 'auto'): void => {
    requestAnimationFrame(() => {
      const turn = thread.current?.querySelector('.turn:last-of-type');
      turn?.scrollIntoView({ block: 'start', behavior });
    });
  };
  const load = async (cursor?: string, signal?: AbortSignal): Promise<void> => {
    problem.value = null;
    try {
      const { questions, title } = await kotae.value.conversations.get(id, { cursor }, signal);
      document.title = `${title} – Kotae`;
      heading.value = title;
      const page = questions.items.map(liveAnswer).reverse();
      turns.value = [...page, ...((cursor && turns.value) || [])];
      older.value = questions.next_cursor;
    } catch (error) {
      if (!signal?.aborted) problem.value = error;
    }
  };
  useEffect(() => {
    const abort = new AbortController();
    turns.value = null;
    void load(undefined, abort.signal).then(() => showLastTurn());
    return () => abort.abort();
  }, [id]);

  /** Shows turns at the end, those that are not there yet. */
  const show = (found: LiveAnswer[]): void => {
    const shown = new Set(turns.value?.map((turn) => turn.id));
    const added = found.filter((turn) => !shown.has(turn.id));
    if (added.length === 0) return;
    turns.value = [...(turns.value ?? []), ...added];
    reloadConversations();
    showLastTurn('smooth');
  };
  /** Shows what was asked elsewhere since the conversation was loaded. */
  const catchUp = async (): Promise<void> => {
    const { questions } = await kotae.value.conversations.get(id);
    show(questions.items.map(liveAnswer).reverse());
  };
  useEffect(() => onOtherTabs((changed) => changed === id && void catchUp().catch(() => undefined)), [id]);

  const ask = async (question: string): Promise<void> => {
    try {
      const accepted = await kotae.value.questions.ask({ question, conversation_id: id, ...askOptions() });
      show([liveAnswer({ ...accepted, question })]);
      tellOtherTabs(id);
    } catch (error) {
      // Another tab or device was faster: what it has asked is being answered.
      if (error instanceof KotaeError && error.code === 'conversation_busy') await catchUp();
      throw error;
    }
  };
  const running = turns.value?.find((turn) => !hasEnded(turn.state.value));
  return (
    <main id="main" class="conversation" tabIndex={-1}>
      <h1 class="unseen">{heading.value || t.conversations}</h1>
      <div ref={thread} class="thread">
        <Problem of={problem.value}>
          <button onClick={() => void load()}>{t.tryAgain}</button>
        </Problem>
        {turns.value === null && problem.value === null && <p class="hint">{t.loading}</p>}
        {older.value !== null && (
          <button class="quiet" onClick={() => void load(older.value ?? undefined)}>
            {t.more}
          </button>
        )}
        {turns.value?.map((live) => (
          <Turn key={live.id} live={live} onAskAgain={() => ask(live.question)} />
        ))}
      </div>
      {turns.value !== null && (
        <Composer
          key={id}
          placeholder={t.followUp}
          fresh={false}
          onAsk={ask}
          onStop={running ? () => stop(running) : undefined}
        />
      )}
    </main>
  );
}
