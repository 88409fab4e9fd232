import { useSignal } from '@preact/signals';
import { t } from '../i18n/language.js';
import { Problem } from '../ui/problem.js';
import { submitted } from '../ui/submitted.js';
import { enterKey } from './session.js';

/** Asks for the API key that the service wants. */
export function KeyEntry() {
  const problem = useSignal<unknown>(null);
  const busy = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    const field = submitted(event);
    busy.value = true;
    problem.value = null;
    try {
      if (!(await enterKey(field('key'), field('keep') !== ''))) problem.value = new Error(t.wrongKey);
    } catch (error) {
      problem.value = error;
    } finally {
      busy.value = false;
    }
  };
  return (
    <main class="key-entry">
      <form class="card stack" onSubmit={(event) => void submit(event)}>
        <h1>{t.keyNeeded}</h1>
        <p class="hint">{t.keyHint}</p>
        <label class="field">
          {t.apiKey}
          <input
            name="key"
            type="password"
            autocomplete="current-password"
            required
            autofocus
            spellcheck={false}
          />
        </label>
        <label class="check">
          <input name="keep" type="checkbox" aria-describedby="keep-hint" />
          {t.keepKey}
        </label>
        <p class="hint" id="keep-hint">
          {t.keepKeyHint}
        </p>
        <Problem of={problem.value} />
        <button class="primary" disabled={busy.value}>
          {t.enter}
        </button>
      </form>
    </main>
  );
}
