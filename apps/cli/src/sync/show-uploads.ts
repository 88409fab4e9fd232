import { SingleBar } from 'cli-progress';
import { formatBytes, type Terminal } from '../command/terminal.js';
import type { OnProgress } from './sync-folder.js';

/** Shows on a terminal how many bytes have been sent; elsewhere the report says all. */
export function showUploads(terminal: Terminal): { show: OnProgress; stop: () => void } {
  let bar: SingleBar | null = null;
  return {
    show: (done, total) => {
      if (terminal.err.isTTY !== true || total === 0) return;
      const sizes = { sent: formatBytes(done), size: formatBytes(total) };
      if (bar) bar.update(done, sizes);
      else {
        const format = 'uploading {bar} {percentage}% | {sent} of {size} | {eta_formatted} left';
        bar = new SingleBar({ format, stream: terminal.err, hideCursor: true });
        bar.start(total, done, sizes);
      }
    },
    stop: () => bar?.stop(),
  };
}
