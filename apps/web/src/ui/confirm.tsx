import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.js';

interface Asking {
  text: string;
  action: string;
  look: 'danger' | 'primary';
  settle: (sure: boolean) => void;
}

const asking = signal<Asking | null>(null);

/** Asks whether the user is sure; `action` is what the button says, in the look of what cannot be undone by default. */
export function confirm(text: string, action: string, look: Asking['look'] = 'danger'): Promise<boolean> {
  return new Promise((settle) => {
    asking.value = { text, action, look, settle };
  });
}

/** Where {@link confirm} asks. */
export function Confirmation() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = asking.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  if (!open) return null;
  const close = (sure: boolean): void => {
    // Closing gives the focus back to where it was.
    dialog.current?.close();
    asking.value = null;
    open.settle(sure);
  };
  return (
    <dialog ref={dialog} class="card" aria-labelledby="confirm-text" onCancel={() => close(false)}>
      <p id="confirm-text">{open.text}</p>
      <div class="actions">
        <button onClick={() => close(false)}>{t.cancel}</button>
        <button class={open.look} onClick={() => close(true)}>
          {open.action}
        </button>
      </div>
    </dialog>
  );
}
