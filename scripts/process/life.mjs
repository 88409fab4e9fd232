import { killRunningCommands } from './run.mjs';

/** Thrown where work would go on although the end has been asked for. */
class EndingError extends Error {}

/**
 * What has been started and must be stopped, last first. There is one per script.
 *
 * @typedef {{ stop: () => Promise<void>, kill: () => void }} Part
 */
export function beginLife() {
  /** @type {Part[]} */
  const parts = [];
  let ending = false;

  const killAll = () => {
    killRunningCommands();
    for (const part of parts.toReversed()) part.kill();
  };
  // Whatever makes this process end, nothing that it started stays behind.
  process.on('exit', killAll);

  return {
    get ending() {
      return ending;
    },
    /**
     * Starts a part, unless the end has begun.
     *
     * @template {Part} T
     * @param {() => T} begin
     * @returns {T}
     * @throws {EndingError}
     */
    add(begin) {
      if (ending) throw new EndingError('stopping');
      const part = begin();
      parts.push(part);
      return part;
    },
    /** Stops everything in good order, then ends this process. @param {number} exitCode */
    async end(exitCode) {
      if (ending) return;
      ending = true;
      killRunningCommands();
      // A part stays listed until it has stopped: an abort meanwhile must still find it.
      for (; parts.length > 0; parts.pop()) await parts.at(-1).stop();
      process.exit(exitCode);
    },
    /** Ends this process and all that it started at once. @param {number} exitCode */
    abort(exitCode) {
      killAll();
      process.exit(exitCode);
    },
  };
}
