/** npm passes a terminal's Ctrl-C on to us although we got it already; what comes this close together is one. */
const SAME_SIGNAL_MS = 800;

/**
 * Calls `onStop` at the first SIGINT, SIGTERM or SIGHUP, and `onForce` at a later one.
 *
 * @param {(signal: NodeJS.Signals) => void} onStop
 * @param {() => void} onForce
 */
export function onStopSignals(onStop, onForce) {
  let firstAt;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = Date.now();
        onStop(signal);
      } else if (Date.now() - firstAt > SAME_SIGNAL_MS) {
        onForce();
      }
    });
  }
}

/** The exit code that tells a shell that a signal ended the program. @param {NodeJS.Signals} signal */
export function exitCodeOf(signal) {
  return { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal] ?? 1;
}
