/** A file as it is to be uploaded: under its path, when it came with a folder. */
export interface NamedFile {
  name: string;
  file: File;
}

/** What people never mean to upload with a folder. */
const CLUTTER = /^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

/** All files of a drop, those of folders with their paths. Must be called while the event is handled. */
export async function droppedFiles(items: DataTransferItemList): Promise<NamedFile[]> {
  // The list is empty as soon as the event is over, so everything is taken from it before anything is awaited.
  const taken = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files = taken.map(async ({ entry, file }) => {
    if (entry) return filesOf(entry, '');
    // Not everything that can be dragged lies in a file system: a picture of another page does not.
    return file ? [{ name: file.name, file }] : [];
  });
  return (await Promise.all(files)).flat();
}

/** All files of a file field; a folder's come with their paths. */
export function chosenFiles(files: FileList): NamedFile[] {
  return [...files]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(({ name }) => !name.split('/').some((part) => CLUTTER.test(part)));
}

async function filesOf(entry: FileSystemEntry, folder: string): Promise<NamedFile[]> {
  if (CLUTTER.test(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ name: folder + entry.name, file }];
  }
  const inside = await entriesOf(entry as FileSystemDirectoryEntry);
  return (await Promise.all(inside.map((each) => filesOf(each, `${folder}${entry.name}/`)))).flat();
}

/** A folder's entries; the browser gives them in portions until it gives none. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
