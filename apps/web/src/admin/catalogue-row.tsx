import { useSignal } from '@preact/signals';
import type { CatalogueModel, ModelPull } from '@kotae/client';
import { formatNumber, formatSize, t } from '../i18n/language.js';
import { explainCode } from '../session/explain.js';
import { kotae } from '../session/session.js';
import { confirm } from '../ui/confirm.js';
import { Problem } from '../ui/problem.js';

interface RowProps {
  model: CatalogueModel;
  /** On its way, or how that ended. */
  pull: ModelPull | undefined;
  size: string;
  context: string;
  onChange: () => Promise<void>;
}

/** A model of the catalogue: what it is, whether it is here, and how far it has come. */
export function CatalogueRow({ model, pull, size, context, onChange }: RowProps) {
  const problem = useSignal<unknown>(null);
  const stopping = useSignal(false);
  const { http } = kotae.value;
  const open = pull?.status === 'waiting' || pull?.status === 'running';
  const attempt = async (call: () => Promise<unknown>): Promise<void> => {
    try {
      problem.value = null;
      await call();
    } catch (error) {
      stopping.value = false;
      problem.value = error;
    }
    await onChange();
  };
  const start = async (): Promise<void> => {
    if (!(await confirm(t.pullSure(model.title, size, model.licence), t.pull, 'primary'))) return;
    stopping.value = false;
    await attempt(() => http.POST('/v1/models/pulls', { body: { model: model.id } }));
  };
  const stop = (): Promise<void> => {
    stopping.value = true;
    const params = { path: { model: model.id } };
    return attempt(() => http.DELETE('/v1/models/pulls/{model}', { params }));
  };
  return (
    <tr aria-label={model.id}>
      <th scope="row">
        {model.id} {model.installed && <span class="badge ready">{t.installed}</span>}{' '}
        {model.recommended && <span class="badge">{t.recommended}</span>}
        <br />
        <span class="hint">
          {t.modelKinds[model.kind]} · {model.title} · {model.languages.join(', ')}
        </span>
        {pull && (
          <Progress model={model.id} pull={pull} stopping={stopping.value} installed={model.installed} />
        )}
        <Problem of={problem.value} />
      </th>
      <td>{size}</td>
      <td>{model.licence}</td>
      <td>{context}</td>
      <td class="plan">{model.plan && planned(model.plan)}</td>
      <td class="act">
        {open ? (
          <button aria-label={t.cancelOf(model.id)} disabled={stopping.value} onClick={() => void stop()}>
            {t.cancel}
          </button>
        ) : (
          !model.installed && (
            <button aria-label={t.pullOf(model.id)} onClick={() => void start()}>
              {t.pull}
            </button>
          )
        )}
      </td>
    </tr>
  );
}

function Progress({
  model,
  pull,
  stopping,
  installed,
}: {
  model: string;
  pull: ModelPull;
  stopping: boolean;
  installed: boolean;
}) {
  const { status, progress, error } = pull;
  if (status === 'done') return installed ? <p class="hint">{t.pulled}</p> : null;
  if (status === 'cancelled') return <p class="hint">{t.pullStopped}</p>;
  if (error) {
    return (
      <div class="problem" role="alert">
        <p>{explainCode(error.code, error.message)}</p>
      </div>
    );
  }
  return (
    <div>
      <progress
        aria-label={model}
        {...(progress?.total_bytes && { max: progress.total_bytes, value: progress.done_bytes })}
      />{' '}
      <span class="hint">{stopping ? t.pullStopping : inWords(pull)}</span>
    </div>
  );
}

function inWords({ progress }: ModelPull): string {
  if (!progress) return t.pullWaiting;
  const done = formatSize(progress.done_bytes);
  if (progress.phase === 'rehash') return t.pullReading(done);
  return progress.total_bytes === null ? done : t.pulling(done, formatSize(progress.total_bytes));
}

function planned({ usable_bytes, needed_bytes, short, long }: NonNullable<CatalogueModel['plan']>): string {
  if (short === null || needed_bytes === null) return t.doesNotFit(formatSize(usable_bytes));
  const lanes = [short, ...(long ? [long] : [])];
  return t.planned(
    formatSize(needed_bytes),
    lanes.map((lane) => t.lane(lane.sequences, formatNumber(lane.context_size))).join(', '),
  );
}
