import { useSignal } from '@preact/signals';
import type { Collection } from '@kotae/client';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { Problem } from '../ui/problem.js';
import { submitted } from '../ui/submitted.js';

type Refusal = NonNullable<Collection['refusal']>;
type Signal = keyof Refusal['en'];
const languages = ['ja', 'en'] as const;
const signals = Object.keys(t.thresholdNames) as Signal[];

/** When the collection says that its documents do not hold the answer. */
export function Thresholds({
  collection,
  onSaved,
}: {
  collection: Collection;
  onSaved: () => Promise<void>;
}) {
  const problem = useSignal<unknown>(null);
  const saved = useSignal(false);
  const save = async (refusal: Refusal | null): Promise<void> => {
    problem.value = null;
    try {
      await kotae.value.collections.change(collection.name, { refusal });
      saved.value = true;
      await onSaved();
    } catch (error) {
      problem.value = error;
    }
  };
  const submit = (event: SubmitEvent): void => {
    const field = submitted(event);
    const read = (language: string, signal: Signal): number | null => {
      const text = field(`${language}.${signal}`);
      return text === '' ? null : Number(text);
    };
    const of = (language: string): Refusal['en'] => ({
      coverage: read(language, 'coverage'),
      similarity: read(language, 'similarity'),
      rerank: read(language, 'rerank'),
      support: read(language, 'support') ?? 0,
    });
    void save({ ja: of('ja'), en: of('en') });
  };
  return (
    <section>
      <h2>{t.thresholds}</h2>
      <p class="hint">{t.thresholdsHint}</p>
      <form key={JSON.stringify(collection.refusal)} class="stack" onSubmit={submit}>
        {languages.map((language) => (
          <fieldset key={language} class="fields">
            <legend>{t.languages[language]}</legend>
            {signals.map((signal) => (
              <label key={signal} class="field narrow">
                {t.thresholdNames[signal]}
                <input
                  name={`${language}.${signal}`}
                  type="number"
                  min={0}
                  max={1}
                  step="any"
                  required={signal === 'support'}
                  defaultValue={String(collection.refusal?.[language][signal] ?? '')}
                />
              </label>
            ))}
          </fieldset>
        ))}
        <Problem of={problem.value} />
        <div class="actions">
          <button type="button" disabled={collection.refusal === null} onClick={() => void save(null)}>
            {t.useDefaults}
          </button>
          <button class="primary">{t.save}</button>
          <span class="hint" role="status">
            {saved.value && t.saved}
          </span>
        </div>
      </form>
    </section>
  );
}
