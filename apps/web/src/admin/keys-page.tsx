import { useSignal } from '@preact/signals';
import { formatDay, formatMoment, t } from '../i18n/language.js';
import { bodyOf } from '../session/body-of.js';
import { caller, kotae } from '../session/session.js';
import { confirm } from '../ui/confirm.js';
import { Copyable } from '../ui/copyable.js';
import { Problem } from '../ui/problem.js';
import { submitted } from '../ui/submitted.js';
import { useLoaded } from '../ui/use-loaded.js';

/** API keys: made, shown once, listed and revoked. */
export function KeysPage() {
  const { http } = kotae.value;
  const { value, problem, reload } = useLoaded(async (signal) => {
    return (await bodyOf(http.GET('/v1/keys', { signal }))).items;
  });
  const made = useSignal<string | null>(null);
  const create = async (event: SubmitEvent): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement;
    const field = submitted(event);
    const scope = field('scope') === 'admin' ? 'admin' : 'use';
    try {
      const body = { name: field('name'), scope } as const;
      made.value = (await bodyOf(http.POST('/v1/keys', { body }))).key;
      form.reset();
      await reload();
    } catch (error) {
      problem.value = error;
    }
  };
  const revoke = async (id: string, name: string): Promise<void> => {
    if (!(await confirm(t.revokeSure(name), t.revoke))) return;
    try {
      await http.DELETE('/v1/keys/{id}', { params: { path: { id } } });
      await reload();
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <>
      <form class="fields" aria-label={t.createKey} onSubmit={(event) => void create(event)}>
        <label class="field wide">
          {t.name}
          <input name="name" required maxLength={100} />
        </label>
        <label class="field">
          {t.scope}
          <select name="scope">
            <option value="use">{t.scopes.use}</option>
            <option value="admin">{t.scopes.admin}</option>
          </select>
        </label>
        <button class="primary">{t.create}</button>
      </form>
      <Problem of={problem.value} />
      <div role="status">
        {made.value !== null && (
          <div class="notice stack">
            <p>{t.newKey}</p>
            <Copyable text={made.value} />
          </div>
        )}
      </div>
      <div class="table-holder" tabIndex={0} role="region" aria-label={t.keys}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              <th scope="col">{t.scope}</th>
              <th scope="col">{t.created}</th>
              <th scope="col">{t.lastUsed}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {value.value?.map((key) => (
              <tr key={key.id} class={key.revoked_at === null ? undefined : 'gone'}>
                <th scope="row">
                  {key.name} <code>kt_{key.prefix}_…</code>
                </th>
                <td>{t.scopes[key.scope]}</td>
                <td>{formatDay(key.created_at)}</td>
                <td>{key.last_used_at === null ? t.never : formatMoment(key.last_used_at)}</td>
                <td class="act">
                  {key.revoked_at !== null && t.revoked}
                  {key.id === caller.value?.id && <span class="hint">{t.ownKey}</span>}
                  {key.revoked_at === null && key.id !== caller.value?.id && (
                    <button aria-label={t.revokeOf(key.name)} onClick={() => void revoke(key.id, key.name)}>
                      {t.revoke}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
