import type { LeftOut } from './list-files.js';
import type { SyncReport } from './sync-folder.js';

const REASONS: Record<LeftOut['reason'], string> = {
  empty: 'empty',
  link: 'a symbolic link, which is not followed',
  special: 'no ordinary file',
  same_name: 'another file has the same name when accents are composed (NFC)',
  unreadable: 'it cannot be read; its documents stay as they are',
};
/** More lines than that help nobody; `--json` has them all. */
const MOST_LINES = 50;

/** What a sync did, for people. */
export function reportText(report: SyncReport, { dryRun }: { dryRun: boolean }): string {
  const would = dryRun ? 'would be ' : '';
  const counts = [
    `${report.uploaded.length} ${would}uploaded`,
    `${report.unchanged} unchanged`,
    `${report.deleted.length} ${would}deleted`,
    ...(report.gone.length > 0 ? [`${report.gone.length} without a file (--delete removes them)`] : []),
    ...(report.later > 0 ? [`${report.later} just being written`] : []),
    ...(report.failures.length > 0 ? [`${report.failures.length} failed`] : []),
  ];
  const lines = [
    ...(dryRun ? report.uploaded.map(({ name }) => `+ ${name}`) : []),
    ...(dryRun ? report.deleted.map((name) => `- ${name}`) : []),
    ...report.leftOut.map(({ name, reason }) => `left out: ${name}: ${REASONS[reason]}`),
    ...report.unreadable.map(({ name, message }) => `not readable: ${name}: ${message}`),
    ...report.failures.map(({ name, message }) => `failed: ${name}: ${message}`),
  ];
  const shown = lines.slice(-MOST_LINES);
  if (lines.length > shown.length) shown.unshift(`(${lines.length - shown.length} more; --json has all)`);
  return `${[...shown, counts.join(', ')].join('\n')}\n`;
}
