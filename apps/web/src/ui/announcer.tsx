import { signal } from '@preact/signals';

const text = signal('');

/** Lets a screen reader say something once, when it has finished what it is saying. */
export function announce(message: string): void {
  text.value = '';
  // The same text twice is only a change when there was another one between.
  requestAnimationFrame(() => {
    text.value = message;
  });
}

/** Where {@link announce} speaks. */
export function Announcer() {
  return (
    <div class="unseen" role="status">
      {text.value}
    </div>
  );
}
