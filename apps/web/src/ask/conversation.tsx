import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.js';
import { addressWith, navigate, query } from '../routes/router.js';
import { kotae } from '../session/session.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { askOptions } from './asking.js';
import { Comparison } from './comparison.js';
import { Composer } from './composer.js';
import { reloadConversations } from './conversation-list.js';
import { hasEnded, liveAnswer, stop, type LiveAnswer } from './live-answer.js';
import { Answer } from './turn.js';

/** A conversation: its questions with their answers, and the next question. */
export function Conversation({ id }: { id: string }) {
  const turns = useSignal<LiveAnswer[] | null>(null);
  const older = useSignal<string | null>(null);
  const problem = useSignal<unknown>(null);
  const heading = useSignal('');
  const end = useRef<HTMLDivElement>(null);

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
    void load(undefined, abort.signal).then(() => end.current?.scrollIntoView({ block: 'end' }));
    return () => abort.abort();
  }, [id]);

  const ask = async (question: string): Promise<void> => {
    const accepted = await kotae.value.questions.ask({ question, conversation_id: id, ...askOptions() });
    turns.value = [...(turns.value ?? []), liveAnswer({ ...accepted, question })];
    reloadConversations();
    requestAnimationFrame(() => end.current?.scrollIntoView({ block: 'end', behavior: 'smooth' }));
  };
  const running = turns.value?.find((turn) => !hasEnded(turn.state.value));
  return (
    <main id="main" class="conversation" tabIndex={-1}>
      <h1 class="unseen">{heading.value || t.conversations}</h1>
      <div class="thread">
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
          <Turn key={live.id} live={live} onAskAgain={() => void ask(live.question)} />
        ))}
        <div ref={end} class="thread-end" />
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

function Turn({ live, onAskAgain }: { live: LiveAnswer; onAskAgain: () => void }) {
  const closedId = comparedWith(live.id);
  const { status, question } = live.state.value;
  const comparable = status === 'answered' || status === 'not_in_documents';
  return (
    <article class="turn" aria-labelledby={`question-${live.id}`}>
      <h2 id={`question-${live.id}`} class="question">
        {live.question}
      </h2>
      {closedId === null ? (
        <Answer live={live} onAskAgain={onAskAgain} />
      ) : (
        <Comparison live={live} closedId={closedId} />
      )}
      {comparable && closedId === null && question?.options.grounded && (
        <button class="quiet" onClick={() => void compare(live)}>
          <Icon name="compare" />
          {t.compare}
        </button>
      )}
    </article>
  );
}

/** The id of the question without documents that stands beside this one; it is in the address, to survive a reload. */
function comparedWith(id: string): string | null {
  const [grounded, closed] = query().get('beside')?.split('~') ?? [];
  return grounded === id && closed ? closed : null;
}

async function compare(live: LiveAnswer): Promise<void> {
  const { id } = await kotae.value.questions.ask({ question: live.question, grounded: false });
  navigate(addressWith({ beside: `${live.id}~${id}` }), { replace: true });
}
