import { useSignal } from '@preact/signals';
import type { Document } from '@kotae/client';
import { formatDay, formatSize, t } from '../i18n/language.js';
import { explainCode } from '../session/explain.js';
import { kotae } from '../session/session.js';
import { openSource } from '../sources/open-source.js';
import { confirm } from '../ui/confirm.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { hideDocument, isOpen, showDocument } from './document-list.js';
import { MetadataForm } from './metadata-form.js';

/** One document: what it is, how far it has been read, and what can be done with it. */
export function DocumentRow({ document }: { document: Document }) {
  const editing = useSignal(false);
  const problem = useSignal<unknown>(null);
  const { id, name, status, error, unread_pictures: unread } = document;
  const attempt = async (step: () => Promise<void>): Promise<void> => {
    problem.value = null;
    try {
      await step();
    } catch (thrown) {
      problem.value = thrown;
    }
  };
  const remove = async (): Promise<void> => {
    if (!(await confirm(t.deleteSure(name), t.delete))) return;
    await kotae.value.documents.delete(id);
    hideDocument(id);
  };
  return (
    <li class="row" aria-label={name}>
      <div class="row-main">
        <Name document={document} />
        <div class="facts">
          <Progress document={document} />
          <Facts document={document} />
        </div>
        {status === 'failed' && error && (
          <div class="problem" role="alert">
            <p>{explainCode(error.code, error.message)}</p>
          </div>
        )}
        {status === 'ready' && unread !== null && unread > 0 && (
          <p class="hint">{t.unreadPictures(unread)}</p>
        )}
        <Problem of={problem.value} />
        {editing.value && <MetadataForm document={document} onDone={() => (editing.value = false)} />}
      </div>
      <div class="actions">
        {isOpen(document) && (
          <button
            aria-label={t.cancelOf(name)}
            onClick={() => void attempt(async () => showDocument(await kotae.value.documents.cancel(id)))}
          >
            <Icon name="stop" />
            {t.cancel}
          </button>
        )}
        {status === 'failed' && (
          <button
            aria-label={t.retryOf(name)}
            onClick={() => void attempt(async () => showDocument(await kotae.value.documents.retry(id)))}
          >
            <Icon name="retry" />
            {t.retry}
          </button>
        )}
        <button
          class="quiet icon-only"
          aria-label={t.editOf(name)}
          title={t.edit}
          aria-expanded={editing.value}
          onClick={() => (editing.value = !editing.value)}
        >
          <Icon name="edit" />
        </button>
        <button
          class="quiet icon-only"
          aria-label={t.deleteOf(name)}
          title={t.delete}
          onClick={() => void attempt(remove)}
        >
          <Icon name="trash" />
        </button>
      </div>
    </li>
  );
}

/** The name, which opens the document once there is a version to read. */
function Name({ document }: { document: Document }) {
  const { id, name, ready_version: version, media_type } = document;
  if (version === null) return <strong>{name}</strong>;
  const page = media_type === 'application/pdf' && version === document.version ? 1 : null;
  return (
    <button class="link" onClick={() => openSource({ document_id: id, version, page, heading: '' })}>
      <strong>{name}</strong>
    </button>
  );
}

function Facts({ document }: { document: Document }) {
  const { size, pages, passages, version, date, tags } = document;
  const facts = [
    formatSize(size),
    pages === null ? '' : t.pages(pages),
    passages === null ? '' : t.passages(passages),
    version > 1 ? t.version(version) : '',
    date === null ? '' : formatDay(date),
  ];
  return (
    <>
      <span class="hint">{facts.filter((fact) => fact !== '').join(' · ')}</span>
      {tags.map((tag) => (
        <span key={tag} class="tag">
          {tag}
        </span>
      ))}
    </>
  );
}

function Progress({ document }: { document: Document }) {
  const { name, status, progress, ready_version } = document;
  const stage = progress ? t.stages[progress.stage] : null;
  const reading = isOpen(document);
  return (
    <>
      <span class={`badge ${status}`}>{t.status[status]}</span>
      {reading && stage && <span class="hint">{stage}</span>}
      {status === 'processing' && (
        <progress
          aria-label={`${name}: ${stage ?? ''}`}
          {...(progress?.total && { max: progress.total, value: progress.done })}
        />
      )}
      {reading && ready_version !== null && <span class="hint">{t.oldAnswers(ready_version)}</span>}
    </>
  );
}
