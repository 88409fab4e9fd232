import { useSignal } from '@preact/signals';
import { t } from '../i18n/language.js';
import { addressWith, navigate, query } from '../routes/router.js';
import { kotae } from '../session/session.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { Answer } from './answer.js';
import { Comparison } from './comparison.js';
import type { LiveAnswer } from './live-answer.js';

/** A question of a conversation with its answer, beside that of the model alone when they are compared. */
export function Turn({ live, onAskAgain }: { live: LiveAnswer; onAskAgain: () => Promise<void> }) {
  const problem = useSignal<unknown>(null);
  const closedId = comparedWith(live.id);
  const { status, question } = live.state.value;
  const comparable = status === 'answered' || status === 'not_in_documents';
  const attempt = (step: () => Promise<void>): void => {
    problem.value = null;
    step().catch((error: unknown) => (problem.value = error));
  };
  return (
    <article class="turn" aria-labelledby={`question-${live.id}`}>
      <h2 id={`question-${live.id}`} class="question">
        {live.question}
      </h2>
      {closedId === null ? (
        <Answer live={live} onAskAgain={() => attempt(onAskAgain)} />
      ) : (
        <Comparison live={live} closedId={closedId} />
      )}
      {comparable && closedId === null && question?.options.grounded && (
        <button class="quiet" onClick={() => attempt(() => compare(live))}>
          <Icon name="compare" />
          {t.compare}
        </button>
      )}
      <Problem of={problem.value} />
    </article>
  );
}

/** The id of the question without documents that stands beside this one; it is in the address, to survive a reload. */
function comparedWith(id: string): string | null {
  const [grounded, closed] = query().get('beside')?.split('~') ?? [];
  return grounded === id && closed ? closed : null;
}

async function compare(live: LiveAnswer): Promise<void> {
  // A follow-up means nothing to a model that does not know what came before.
  const question = live.state.value.question?.standalone_question ?? live.question;
  const { id } = await kotae.value.questions.ask({ question, grounded: false });
  navigate(addressWith({ beside: `${live.id}~${id}` }), { replace: true });
}
