import { t } from '../i18n/language.js';
import { addressWith, navigate } from '../routes/router.js';
import { kotae } from '../session/session.js';
import { Problem } from '../ui/problem.js';
import { useLoaded } from '../ui/use-loaded.js';
import { liveAnswer, type LiveAnswer } from './live-answer.js';
import { Answer } from './answer.js';

/** The answer beside the one that the model gives alone, to see what the documents add. */
export function Comparison({ live, closedId }: { live: LiveAnswer; closedId: string }) {
  const closed = useLoaded(
    async (signal) => liveAnswer(await kotae.value.questions.get(closedId, signal)),
    [closedId],
  );
  return (
    <>
      <div class="comparison">
        <section aria-label={t.withDocuments}>
          <h3>{t.withDocuments}</h3>
          <Answer live={live} />
        </section>
        <section aria-label={t.closedBook}>
          <h3>{t.closedBook}</h3>
          <p class="hint">{t.closedBookHint}</p>
          <Problem of={closed.problem.value} />
          {closed.value.value && <Answer live={closed.value.value} />}
        </section>
      </div>
      <button class="quiet" onClick={() => navigate(addressWith({ beside: null }), { replace: true })}>
        {t.endCompare}
      </button>
    </>
  );
}
