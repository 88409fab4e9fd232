import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatNumber, formatSize, t } from '../i18n/language.js';
import { bodyOf } from '../session/body-of.js';
import { kotae } from '../session/session.js';
import { announce } from '../ui/announcer.js';
import { Copyable } from '../ui/copyable.js';
import { Problem } from '../ui/problem.js';
import { useLoaded } from '../ui/use-loaded.js';
import { CatalogueRow } from './catalogue-row.js';

/** Between looks at the pulls while one is on its way, in milliseconds. */
const LOOK_MS = 1000;

/** The models that a worker can fetch, with those on their way. */
export function ModelCatalogue() {
  const { http } = kotae.value;
  const models = useLoaded((signal) => bodyOf(http.GET('/v1/models/catalogue', { signal })));
  const pulls = useLoaded(async (signal) => (await bodyOf(http.GET('/v1/models/pulls', { signal }))).items);
  const done = useSignal(0);
  const open = pulls.value.value?.some(({ status }) => status === 'waiting' || status === 'running') ?? false;
  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(() => void pulls.reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [open]);
  useEffect(() => {
    const arrived = pulls.value.value?.filter(({ status }) => status === 'done').length ?? 0;
    if (arrived > done.value && models.value.value) {
      announce(t.pulled);
      void models.reload();
    }
    done.value = arrived;
  }, [pulls.value.value]);
  const catalogue = models.value.value;
  return (
    <section class="stack" aria-labelledby="catalogue">
      <h2 id="catalogue">{t.catalogue}</h2>
      <Problem of={models.problem.value ?? pulls.problem.value}>
        <button onClick={() => void Promise.all([models.reload(), pulls.reload()])}>{t.tryAgain}</button>
      </Problem>
      {catalogue && (
        <>
          <p class="hint">{t.catalogueHint(catalogue.worker)}</p>
          <Copyable text="npm run models -- pull" />
          <div class="table-holder" tabIndex={0} role="group" aria-labelledby="catalogue">
            <table class="catalogue">
              <thead>
                <tr>
                  <th scope="col">{t.model}</th>
                  <th scope="col">{t.size}</th>
                  <th scope="col">{t.licence}</th>
                  <th scope="col">{t.context}</th>
                  <th scope="col">{t.memoryPlan}</th>
                  <td />
                </tr>
              </thead>
              <tbody>
                {catalogue.items.map((model) => (
                  <CatalogueRow
                    key={model.id}
                    model={model}
                    pull={pulls.value.value?.find((each) => each.model === model.id)}
                    onChange={pulls.reload}
                    context={formatNumber(model.context_size)}
                    size={`${model.size_is_exact ? '' : '~'}${formatSize(model.size_bytes)}`}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
