import { computed, signal } from '@preact/signals';
import type { Document } from '@kotae/client';
import { splitTags } from '../ask/asking.js';
import { t } from '../i18n/language.js';
import { documents } from './document-list.js';

const name = signal('');
const status = signal<Document['status'] | ''>('');
const from = signal('');
const to = signal('');
/** The tags that are wanted, as they were typed. */
export const tag = signal('');

/** The documents that pass every filter. */
export const filtered = computed(() => documents.value?.filter(passes) ?? null);

function passes(document: Document): boolean {
  const wanted = name.value.trim().normalize('NFC').toLowerCase();
  const { date } = document;
  return (
    document.name.toLowerCase().includes(wanted) &&
    (status.value === '' || document.status === status.value) &&
    splitTags(tag.value).every((each) => document.tags.includes(each)) &&
    (from.value === '' || (date !== null && date >= from.value)) &&
    (to.value === '' || (date !== null && date <= to.value))
  );
}

/** Narrows the list down. */
export function DocumentFilter() {
  return (
    <div class="filters">
      <label class="field">
        {t.filterName}
        <input value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
      </label>
      <label class="field">
        {t.filterTag}
        <input value={tag.value} onInput={(event) => (tag.value = event.currentTarget.value)} />
      </label>
      <label class="field">
        {t.from}
        <input type="date" value={from.value} onInput={(event) => (from.value = event.currentTarget.value)} />
      </label>
      <label class="field">
        {t.to}
        <input type="date" value={to.value} onInput={(event) => (to.value = event.currentTarget.value)} />
      </label>
      <label class="field">
        {t.statusLabel}
        <select
          value={status.value}
          onChange={(event) => (status.value = event.currentTarget.value as Document['status'] | '')}
        >
          <option value="">–</option>
          {(Object.keys(t.status) as Document['status'][]).map((each) => (
            <option key={each} value={each}>
              {t.status[each]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
