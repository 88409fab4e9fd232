/** npm passes a terminal's Ctrl-C on to us although we got it already; what comes this close together is one. */
const SAME_SIGNAL_MS = 800;
const PARENT_CHECK_MS = 500;

/**
 * Calls `onStop` at the first SIGINT, SIGTERM or SIGHUP, or when npm, which ran us, is gone; and `onForce` at a later
 * signal.
 *
 * @param {(signal: NodeJS.Signals) => void} onStop
 * @param {() => void} onForce
 */
export function onStopSignals(onStop, onForce) {
  let firstAt;
  const stop = (signal) => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      onStop(signal);
    } else if (Date.now() - firstAt > SAME_SIGNAL_MS) {
      onForce();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  whenParentIsGone(() => firstAt ?? stop('SIGTERM'));
}

/** Somebody who kills npm means us; only npm could have told us, and a SIGKILL leaves it no time to. */
function whenParentIsGone(action) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    action();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/** The exit code that tells a shell that a signal ended the program. @param {NodeJS.Signals} signal */
export function exitCodeOf(signal) {
  return { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal] ?? 1;
}
