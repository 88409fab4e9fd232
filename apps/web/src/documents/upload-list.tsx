import { t } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { showDocument } from './document-list.js';
import { dismiss, isOver, tryAgain, uploads, type Upload } from './uploads.js';

/** Files on their way, and those that were not taken, with the reason. */
export function UploadList() {
  if (uploads.value.length === 0) return null;
  return (
    <ul class="plain rows">
      {uploads.value.map((each) => (
        <UploadRow key={each.id} upload={each} />
      ))}
    </ul>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { name, sent, problem, document } = upload;
  const failed = problem.value !== null;
  const over = isOver(upload);
  return (
    <li class="row">
      <div class="row-main">
        <strong>{name}</strong>
        {!over && (
          <>
            <progress aria-label={name} max={1} value={sent.value ?? 0} />
            <span class="hint">
              {sent.value === null ? t.waitingToUpload : t.uploading(Math.floor(sent.value * 100))}
            </span>
          </>
        )}
        {document.value?.unchanged && <span class="hint">{t.unchanged}</span>}
        {failed && <span class="badge failed">{t.notTaken}</span>}
        <Problem of={problem.value} />
      </div>
      <div class="actions">
        {failed && (
          <button aria-label={t.retryOf(name)} onClick={() => tryAgain(upload, showDocument)}>
            <Icon name="retry" />
            {t.retry}
          </button>
        )}
        {over && (
          <button
            class="quiet icon-only"
            aria-label={`${t.dismiss}: ${name}`}
            onClick={() => dismiss(upload)}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
    </li>
  );
}
