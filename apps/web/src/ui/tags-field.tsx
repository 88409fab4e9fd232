import type { Signal } from '@preact/signals';
import { t } from '../i18n/language.js';

/** Tags as people write them: one after the other, with commas between. */
export function TagsField({
  label,
  tags,
  inline,
}: {
  label: string;
  tags: Signal<string>;
  inline?: boolean;
}) {
  return (
    <label class={inline ? 'inline-field' : 'field'}>
      {label}
      <input
        value={tags.value}
        placeholder={t.tagsHint}
        onInput={(event) => {
          tags.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}
