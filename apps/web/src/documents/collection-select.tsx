import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Collection } from '@kotae/client';
import { collection } from '../ask/asking.js';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';

/** All collections, as far as they have been loaded. */
const collections = signal<Collection[]>([]);

/** Loads the collections again; one that has been chosen and is gone gives way to `default`. */
export async function reloadCollections(): Promise<Collection[]> {
  collections.value = (await kotae.value.collections.list()).items;
  if (!collections.value.some(({ name }) => name === collection.value)) collection.value = 'default';
  return collections.value;
}

/** Chooses the collection that is asked and shown; nothing where there is only one. */
export function CollectionSelect() {
  useEffect(() => {
    reloadCollections().catch(() => undefined);
  }, []);
  if (collections.value.length < 2) return null;
  return (
    <label class="inline-field">
      {t.collection}
      <select
        value={collection.value}
        onChange={(event) => {
          collection.value = event.currentTarget.value;
        }}
      >
        {collections.value.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
