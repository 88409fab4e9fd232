import { SingleBar } from 'cli-progress';
import type { BackupProgress } from '#database';
import type { Terminal } from '../command/terminal.js';

const LABELS: Record<BackupProgress['step'], string> = { rows: 'tables', originals: 'originals' };

/** Shows how far a backup has come as a bar on a terminal; elsewhere its end says all. */
export function showProgress(terminal: Terminal): {
  show: (progress: BackupProgress) => void;
  stop: () => void;
} {
  let bar: SingleBar | null = null;
  let step: BackupProgress['step'] | null = null;
  const stop = (): void => bar?.stop();
  return {
    show: ({ step: now, done, total }) => {
      if (terminal.err.isTTY !== true) return;
      if (step !== now) {
        stop();
        step = now;
        bar = new SingleBar({
          format: `${LABELS[now]} {bar} {value} of {total}`,
          stream: terminal.err,
          hideCursor: true,
        });
        bar.start(total, done);
      } else bar?.update(done);
    },
    stop,
  };
}
