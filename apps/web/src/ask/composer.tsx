import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, t } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { AskOptions } from './ask-options.js';

/** Longest question that the service takes, in UTF-16 code units. */
const LONGEST = 8000;

interface ComposerProps {
  placeholder: string;
  /** Whether a collection can still be chosen: a conversation keeps its own. */
  fresh: boolean;
  /** Stops what is being answered, while something is. */
  onStop?: () => Promise<void>;
  /** Rejects when the question was not accepted; it is then still in the field. */
  onAsk: (question: string) => Promise<void>;
}

/** Where questions are written. Enter asks, Shift+Enter begins a line. */
export function Composer({ placeholder, fresh, onStop, onAsk }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal('');
  const busy = useSignal(false);
  const problem = useSignal<unknown>(null);
  useEffect(() => field.current?.focus(), []);

  const attempt = async (step: () => Promise<void>): Promise<void> => {
    busy.value = true;
    problem.value = null;
    try {
      await step();
    } catch (error) {
      problem.value = error;
    } finally {
      busy.value = false;
    }
  };
  const { length } = text.value.trim();
  const isTooLong = length > LONGEST;
  const ask = (): void => {
    const question = text.value.trim();
    if (question === '' || isTooLong || busy.value || onStop) return;
    void attempt(async () => {
      await onAsk(question);
      text.value = '';
    });
  };
  return (
    <form
      class="composer card"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Problem of={problem.value} />
      <textarea
        ref={field}
        aria-label={t.question}
        placeholder={placeholder}
        rows={1}
        aria-invalid={isTooLong}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
          event.preventDefault();
          ask();
        }}
      />
      <div role="alert">
        {isTooLong && <p class="notice">{t.tooLong(formatNumber(length), formatNumber(LONGEST))}</p>}
      </div>
      <div class="composer-row">
        <AskOptions fresh={fresh} />
        {onStop ? (
          <button type="button" class="primary" disabled={busy.value} onClick={() => void attempt(onStop)}>
            <Icon name="stop" />
            {t.stop}
          </button>
        ) : (
          <button class="primary" disabled={busy.value || length === 0 || isTooLong}>
            <Icon name="send" />
            {t.ask}
          </button>
        )}
      </div>
    </form>
  );
}

/**
 * Whether the key belongs to an input method, which takes Enter to accept its conversion. Safari ends the composition
 * before it reports the key, which then carries the code 229.
 */
function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
