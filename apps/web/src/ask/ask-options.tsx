import { useSignal } from '@preact/signals';
import { t } from '../i18n/language.js';
import { CollectionSelect } from '../documents/collection-select.js';
import { Icon } from '../ui/icon.js';
import { TagsField } from '../ui/tags-field.js';
import { filter, from, tags, to, wholeDocuments } from './asking.js';

/** How a question is asked, folded away: most need none of it. */
export function AskOptions({ fresh }: { fresh: boolean }) {
  const open = useSignal(false);
  const active = Object.keys(filter.value ?? {}).length + (wholeDocuments.value ? 1 : 0);
  return (
    <div class="options">
      {fresh && <CollectionSelect />}
      <button
        type="button"
        class="quiet"
        aria-expanded={open.value}
        aria-controls="ask-options"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name="gear" />
        {t.options}
        {active > 0 && <span class="count">{active}</span>}
      </button>
      <div id="ask-options" class="options-panel" hidden={!open.value}>
        <label class="check">
          <input
            type="checkbox"
            checked={wholeDocuments.value}
            onChange={(event) => {
              wholeDocuments.value = event.currentTarget.checked;
            }}
          />
          <span>
            {t.wholeDocuments}
            <small class="hint">{t.wholeDocumentsHint}</small>
          </span>
        </label>
        <TagsField label={t.onlyTags} tags={tags} />
        <label class="field">
          {t.from}
          <input
            type="date"
            value={from.value}
            onInput={(event) => (from.value = event.currentTarget.value)}
          />
        </label>
        <label class="field">
          {t.to}
          <input type="date" value={to.value} onInput={(event) => (to.value = event.currentTarget.value)} />
        </label>
      </div>
    </div>
  );
}
