import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.js';

interface Asking {
  text: string;
  action: string;
  settle: (sure: boolean) => void;
}

const asking = signal<Asking | null>(null);

/** Asks whether the user is sure of what cannot be undone; `action` is what the button says. */
export function confirm(text: string, action: string): Promise<boolean> {
  return new Promise((settle) => {
    asking.value = { text, action, settle };
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
        <button class="danger" onClick={() => close(true)}>
          {open.action}
        </button>
      </div>
    </dialog>
  );
}
