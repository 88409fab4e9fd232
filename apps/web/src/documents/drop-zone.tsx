import { t } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { TagsField } from '../ui/tags-field.js';
import { add, dropProblem, over, uploadTags } from './drop-target.js';
import { chosenFiles } from './read-entries.js';

/** Says where files can be dropped, and lets them be chosen instead. */
export function DropZone() {
  return (
    <section class={over.value ? 'drop-zone over' : 'drop-zone'} aria-label={t.addDocuments}>
      <p>
        <strong>{t.dropHere}</strong>
      </p>
      <p class="hint">{t.formats}</p>
      <div class="actions">
        <Picker label={t.chooseFiles} folder={false} />
        <Picker label={t.chooseFolder} folder />
      </div>
      <TagsField label={t.uploadTags} tags={uploadTags} inline />
      <Problem of={dropProblem.value} />
    </section>
  );
}

function Picker({ label, folder }: { label: string; folder: boolean }) {
  return (
    <label class="button">
      <Icon name={folder ? 'file' : 'plus'} />
      {label}
      <input
        class="unseen"
        type="file"
        multiple
        {...(folder && { webkitdirectory: true })}
        onChange={(event) => {
          const field = event.currentTarget;
          if (field.files) add(chosenFiles(field.files));
          // Choosing the same file again is a change, too.
          field.value = '';
        }}
      />
    </label>
  );
}
