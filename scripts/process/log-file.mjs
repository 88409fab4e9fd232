import { closeSync, fstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

const MAX_BYTES = 20 * 1024 * 1024;

/**
 * A log file that starts anew each time it is opened or has grown to 20 MB; the one before is kept as `<path>.1`.
 *
 * @param {string} path
 */
export function openLog(path) {
  let file = openNew(path);
  let size = 0;
  return {
    path,
    /** @param {string | Buffer} chunk */
    write(chunk) {
      if (size > MAX_BYTES) {
        closeSync(file);
        file = openNew(path);
        size = 0;
      }
      try {
        size += writeSync(file, chunk);
      } catch {
        // A full disk must not stop the service; the service reports it where it matters.
      }
    },
    /**
     * The last lines, for a message about what went wrong.
     *
     * @param {number} lines
     * @param {RegExp} leaveOut what says nothing about it
     */
    tail(lines, leaveOut) {
      const text = fstatSync(file).size > 0 ? readFileSync(path, 'utf8') : '';
      const telling = text.split('\n').filter((line) => line.trim() !== '' && !leaveOut.test(line));
      return telling.slice(-lines).join('\n');
    },
    close: () => closeSync(file),
  };
}

/** @param {string} path */
function openNew(path) {
  try {
    renameSync(path, `${path}.1`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return openSync(path, 'a', 0o640);
}
