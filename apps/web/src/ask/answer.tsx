import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AnswerState } from '@kotae/client';
import { formatNumber, t } from '../i18n/language.js';
import { explainCode, explainNote } from '../session/explain.js';
import { announce } from '../ui/announcer.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { AnswerText } from './answer-text.js';
import { follow, hasEnded, type LiveAnswer } from './live-answer.js';
import { NearestDocuments } from './nearest-documents.js';
import { SourceList } from './source-list.js';

/** An answer as it is made: what is being done, the text, what it rests on. */
export function Answer({ live, onAskAgain }: { live: LiveAnswer; onAskAgain?: () => void }) {
  const state = live.state.value;
  useAnnouncements(live);
  return (
    <div class="answer" aria-busy={!hasEnded(state)}>
      {state.question?.standalone_question && (
        <p class="hint">{t.searchedFor(state.question.standalone_question)}</p>
      )}
      <Outcome state={state} />
      {!hasEnded(state) && live.problem.value === null && (
        <p class="doing">
          <span class="pulse" aria-hidden="true" />
          {live.lost.value ? t.reconnecting : doing(state)}
        </p>
      )}
      <Problem of={live.problem.value}>
        <button onClick={() => void follow(live)}>
          <Icon name="retry" />
          {t.tryAgain}
        </button>
      </Problem>
      {(state.status === 'failed' || state.status === 'cancelled') && onAskAgain && (
        <button onClick={onAskAgain}>
          <Icon name="retry" />
          {t.askAgain}
        </button>
      )}
      {state.question?.options.grounded !== false && <SourceList state={state} />}
      <Footnote state={state} />
    </div>
  );
}

function Outcome({ state }: { state: AnswerState }) {
  const { status, answer, citations, question } = state;
  if (status === 'not_in_documents') return <NearestDocuments sources={state.sources} />;
  return (
    <>
      {answer !== '' && <AnswerText answer={answer} citations={citations} />}
      {status === 'cancelled' && <p class="hint">{t.stopped}</p>}
      {status === 'failed' && (
        <div class="problem" role="alert">
          <p>
            <strong>{t.failed}</strong>{' '}
            {question?.error && explainCode(question.error.code, question.error.message)}
          </p>
        </div>
      )}
      {question?.stop_reason === 'max_tokens' && <p class="hint">{t.cutShort}</p>}
    </>
  );
}

/** What the service is busy with, in a few words. */
function doing({ status, answer, sources, progress }: AnswerState): string {
  if (status === 'queued') return t.queued;
  if (progress) return t.reading(progress.done, progress.total);
  return answer === '' && sources.length === 0 ? t.searching : t.writing;
}

/** Who answered, how fast, and what that one wants to say. */
function Footnote({ state: { question } }: { state: AnswerState }) {
  if (!question?.model || question.status === 'failed') return null;
  const note = explainNote(question.model);
  const seconds = (question.timings?.total_ms ?? 0) / 1000;
  return (
    <p class="footnote">
      {t.answeredBy(question.model.id, formatNumber(Number(seconds.toPrecision(2))))}
      {note && <span> · {note}</span>}
    </p>
  );
}

/** A screen reader hears when an answer begins, what it is once it is whole, and nothing in between. */
function useAnnouncements(live: LiveAnswer): void {
  const before = useRef<string | undefined>(undefined);
  useSignalEffect(() => {
    const state = live.state.value;
    const now = live.lost.value ? 'lost' : hasEnded(state) ? 'ended' : 'going';
    const was = before.current;
    before.current = now;
    // What had ended when it was first shown is read like everything else.
    if (now === was || (was === undefined && now === 'ended')) return;
    if (now === 'going') announce(t.writing);
    if (now === 'lost') announce(t.reconnecting);
    if (now === 'ended') {
      announce(state.status === 'not_in_documents' ? t.notInDocuments : `${t.answerReady} ${state.answer}`);
    }
  });
}
