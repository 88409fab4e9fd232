import { useSignal } from '@preact/signals';
import { t } from '../i18n/language.js';

/** A text to be taken elsewhere. */
export function Copyable({ text }: { text: string }) {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    copied.value = true;
  };
  return (
    <div class="copyable">
      <code>{text}</code>
      {/* Browsers have a clipboard only on loopback and over TLS. */}
      {isSecureContext && (
        <button type="button" onClick={() => void copy().catch(() => undefined)}>
          {copied.value ? t.copied : t.copy}
        </button>
      )}
    </div>
  );
}
