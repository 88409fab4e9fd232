import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatMoment, formatSize, t } from '../i18n/language.js';
import { bodyOf } from '../session/body-of.js';
import { kotae } from '../session/session.js';
import { Problem } from '../ui/problem.js';
import { useLoaded } from '../ui/use-loaded.js';

/** Between looks at the workers, in milliseconds. */
const LOOK_MS = 5000;

/** Who works, and the way to the queues. */
export function WorkersPage() {
  const { http } = kotae.value;
  const { value, problem, reload } = useLoaded(async (signal) => {
    return (await bodyOf(http.GET('/v1/workers', { signal }))).items;
  });
  const opening = useSignal(false);
  useEffect(() => {
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const openBoard = async (): Promise<void> => {
    // Opened at once, while the click is what asks for it; a browser blocks what comes later.
    const tab = window.open('about:blank', '_blank');
    opening.value = true;
    try {
      const { board } = await bodyOf(http.POST('/v1/queues/sessions'));
      if (tab) tab.location.href = new URL(board, location.href).href;
    } catch (error) {
      tab?.close();
      problem.value = error;
    } finally {
      opening.value = false;
    }
  };
  return (
    <>
      <div class="actions">
        <button class="primary" disabled={opening.value} onClick={() => void openBoard()}>
          {t.openBoard}
        </button>
        <span class="hint">{t.boardHint}</span>
      </div>
      <Problem of={problem.value} />
      {value.value?.length === 0 && <p>{t.noWorkers}</p>}
      <ul class="plain rows">
        {value.value?.map((worker) => (
          <li key={worker.id} class="row">
            <div class="row-main">
              <strong>{worker.id}</strong>
              <dl>
                <dt>{t.tasks}</dt>
                <dd>{worker.roles.map((role) => t.roles[role]).join(', ')}</dd>
                <dt>{t.generator}</dt>
                <dd>{worker.generator.id}</dd>
                <dt>{t.embedder}</dt>
                <dd>{worker.embedders.map(({ id }) => id).join(', ')}</dd>
                <dt>{t.memory}</dt>
                <dd>{formatSize(worker.rss)}</dd>
                <dt>{t.since}</dt>
                <dd>{formatMoment(worker.started_at)}</dd>
              </dl>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
