import { formatNumber, t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { explainNote } from '../session/explain.js';
import { Problem } from '../ui/problem.js';
import { useLoaded } from '../ui/use-loaded.js';
import { ModelCatalogue } from './model-catalogue.js';

/** What answers now, and what could once a worker has fetched it. */
export function ModelsPage() {
  const { value, problem, reload } = useLoaded(async (signal) => (await kotae.value.models(signal)).items);
  return (
    <>
      <Problem of={problem.value}>
        <button onClick={() => void reload()}>{t.tryAgain}</button>
      </Problem>
      {value.value?.length === 0 && <p>{t.noWorkers}</p>}
      <ul class="plain rows">
        {value.value?.map((model) => (
          <li key={`${model.id} ${model.embedder.id}`} class="row">
            <div class="row-main">
              <strong>{model.id}</strong>
              {model.note && <p>{explainNote(model)}</p>}
              <dl>
                <dt>{t.generator}</dt>
                <dd>
                  {model.generator} · {t.workerCount(model.workers)}
                </dd>
                {model.context_size !== null && (
                  <>
                    <dt>{t.context}</dt>
                    <dd>{t.tokens(formatNumber(model.context_size))}</dd>
                  </>
                )}
                {model.lanes.length > 0 && (
                  <>
                    <dt>{t.lanes}</dt>
                    <dd>
                      {model.lanes
                        .map((lane) => t.lane(lane.sequences, formatNumber(lane.context_size)))
                        .join(', ')}
                    </dd>
                  </>
                )}
                <dt>{t.embedder}</dt>
                <dd>
                  {model.embedder.id}
                  {model.embedder.note && <span class="hint"> {explainNote(model.embedder)}</span>}
                </dd>
                <dt>{t.retrievers}</dt>
                <dd>{model.retrievers.join(', ')}</dd>
              </dl>
            </div>
          </li>
        ))}
      </ul>
      <ModelCatalogue />
    </>
  );
}
