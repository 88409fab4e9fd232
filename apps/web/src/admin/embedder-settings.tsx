import { useEffect } from 'preact/hooks';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { Problem } from '../ui/problem.js';
import { submitted } from '../ui/submitted.js';
import { useLoaded } from '../ui/use-loaded.js';

/** Between looks at a change that goes on, in milliseconds. */
const LOOK_MS = 2000;

/** What embeds a collection's passages, and changing it while it is in use. */
export function EmbedderSettings({ collection }: { collection: string }) {
  const { collections } = kotae.value;
  const { value, problem, reload } = useLoaded(
    (signal) => collections.embedder(collection, signal),
    [collection],
  );
  const change = value.value?.change ?? null;
  const isGoing = change?.status === 'embedding' || change?.status === 'ready';
  useEffect(() => {
    if (!isGoing) return undefined;
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isGoing]);
  const act = async (step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
      await reload();
    } catch (error) {
      problem.value = error;
    }
  };
  const shown = value.value;
  if (!shown) return <Problem of={problem.value} />;
  const others = shown.available.filter(({ id }) => id !== shown.current?.id);
  const submit = (event: SubmitEvent): void => {
    const embedder = submitted(event)('embedder');
    void act(() => collections.changeEmbedder(collection, { embedder }));
  };
  return (
    <section>
      <h2>{t.embedder}</h2>
      <p>{shown.current ? <code>{shown.current.id}</code> : t.noEmbedder}</p>
      {shown.hint && <p class="hint">{shown.hint}</p>}
      <Problem of={problem.value} />
      {change && isGoing ? (
        <>
          <p>
            <code>{change.embedder.id}</code>{' '}
            <span class="hint">
              {t.changeStatus[change.status]} · {t.embedding(change.progress.done, change.progress.total)}
            </span>
          </p>
          <progress
            aria-label={change.embedder.id}
            max={change.progress.total}
            value={change.progress.done}
          />
          {change.error && <p class="problem">{change.error.message}</p>}
          <div class="actions">
            {change.status === 'ready' && (
              <button class="primary" onClick={() => void act(() => collections.swapEmbedder(collection))}>
                {t.swapNow}
              </button>
            )}
            <button onClick={() => void act(() => collections.cancelEmbedderChange(collection))}>
              {t.cancelChange}
            </button>
          </div>
        </>
      ) : (
        others.length > 0 && (
          <form class="fields" onSubmit={submit}>
            <label class="field wide">
              {t.changeEmbedder}
              <select name="embedder">
                {others.map(({ id }) => (
                  <option key={id}>{id}</option>
                ))}
              </select>
            </label>
            <button>{t.change}</button>
          </form>
        )
      )}
    </section>
  );
}
