import { useSignal } from '@preact/signals';
import type { Collection } from '@kotae/client';
import { reloadCollections } from '../documents/collection-select.js';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { confirm } from '../ui/confirm.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { submitted } from '../ui/submitted.js';
import { useLoaded } from '../ui/use-loaded.js';
import { EmbedderSettings } from './embedder-settings.js';
import { Thresholds } from './thresholds.js';

/** Collections: made, set up, and deleted. */
export function CollectionsPage() {
  const { value, problem, reload } = useLoaded(reloadCollections);
  const create = async (event: SubmitEvent): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement;
    const field = submitted(event);
    try {
      await kotae.value.collections.create({
        name: field('name'),
        description: field('description') || null,
      });
      form.reset();
      await reload();
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <>
      <form class="fields" aria-label={t.createCollection} onSubmit={(event) => void create(event)}>
        <label class="field">
          {t.name}
          <input name="name" required maxLength={64} spellcheck={false} />
        </label>
        <label class="field wide">
          {t.description}
          <input name="description" maxLength={2000} />
        </label>
        <button class="primary">{t.create}</button>
      </form>
      <Problem of={problem.value} />
      <ul class="plain rows">
        {value.value?.map((collection) => (
          <CollectionRow key={collection.id} collection={collection} onChange={reload} />
        ))}
      </ul>
    </>
  );
}

function CollectionRow({ collection, onChange }: { collection: Collection; onChange: () => Promise<void> }) {
  const open = useSignal(false);
  const problem = useSignal<unknown>(null);
  const { name, description, documents } = collection;
  const remove = async (): Promise<void> => {
    if (!(await confirm(t.deleteCollectionSure(name, documents), t.delete))) return;
    try {
      await kotae.value.collections.delete(name);
      await onChange();
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <li class="row" aria-label={name}>
      <div class="row-main">
        <strong>{name}</strong>
        <span class="hint">
          {[t.documentCount(documents), description ?? ''].filter(Boolean).join(' · ')}
        </span>
        <Problem of={problem.value} />
        {open.value && (
          <div class="settings">
            <EmbedderSettings collection={name} />
            <Thresholds collection={collection} onSaved={onChange} />
          </div>
        )}
      </div>
      <div class="actions">
        <button
          class="quiet icon-only"
          aria-label={t.settingsOf(name)}
          aria-expanded={open.value}
          onClick={() => (open.value = !open.value)}
        >
          <Icon name="gear" />
        </button>
        {name !== 'default' && (
          <button class="quiet icon-only" aria-label={t.deleteOf(name)} onClick={() => void remove()}>
            <Icon name="trash" />
          </button>
        )}
      </div>
    </li>
  );
}
