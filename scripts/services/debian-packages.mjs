import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { which } from './which.mjs';

const DOWNLOAD_LIMIT_MS = 600_000;

/**
 * Downloads Debian's (or Ubuntu's) packages with everything that they need and that is not installed here, and unpacks
 * them into a folder, once. Nothing is installed, and no rights are needed.
 *
 * @param {{ folder: string, packages: string[], what: string, say: (line: string) => void }} options
 * @returns {Promise<{ folder: string, libraryPath: string } | undefined>} undefined where there is no apt
 */
export async function fetchDebianPackages({ folder, packages, what, say }) {
  if (!which('apt-get') || !which('dpkg')) return undefined;
  if (!existsSync(folder)) {
    say(`fetching ${what} from the Debian packages`);
    const draft = `${folder}.new`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true, mode: 0o755 });
    await download(packages, draft);
    for (const file of readdirSync(draft).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', file, '.'], { cwd: draft, quiet: true });
      rmSync(join(draft, file));
    }
    rmSync(join(draft, '.apt'), { recursive: true, force: true });
    renameSync(draft, folder);
  }
  return { folder, libraryPath: libraryPath(folder) };
}

/** Downloads the packages into a folder, refreshing a private package list when the system's does not know them. */
async function download(packages, folder) {
  const apt = join(folder, '.apt');
  // As root, apt would download as its own user, who may not write here.
  const asOurselves = '-o=APT::Sandbox::User=root';
  const privateLists = [
    asOurselves,
    `-o=Dir::State::Lists=${join(apt, 'lists')}`,
    `-o=Dir::Cache=${join(apt, 'cache')}`,
  ];
  try {
    await downloadWith([asOurselves], packages, folder);
  } catch {
    mkdirSync(join(apt, 'lists/partial'), { recursive: true });
    mkdirSync(join(apt, 'cache/archives/partial'), { recursive: true });
    const options = { cwd: folder, quiet: true, timeoutMs: DOWNLOAD_LIMIT_MS };
    await run('apt-get', [...privateLists, '-q', 'update'], options);
    await downloadWith(privateLists, packages, folder);
  }
}

/** @param {string[]} options @param {string[]} packages @param {string} folder */
async function downloadWith(options, packages, folder) {
  const wanted = new Set([...packages, ...(await missingFor(options, packages, folder))]);
  await run('apt-get', [...options, '-q', 'download', ...wanted], {
    cwd: folder,
    quiet: true,
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
}

/** What apt would install besides, by its own account. */
async function missingFor(options, packages, cwd) {
  const simulated = ['-q', '--simulate', '--no-install-recommends', 'install', ...packages];
  const plan = await run('apt-get', [...options, ...simulated], { cwd, quiet: true });
  return [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
}

/** The folders with shared libraries below an unpacked tree. @param {string} folder */
function libraryPath(folder) {
  const folders = ['lib', 'usr/lib']
    .map((dir) => join(folder, dir))
    .filter((dir) => existsSync(dir))
    .flatMap((dir) => readdirSync(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && /\.so(\.|$)/.test(entry.name))
    .map((entry) => entry.parentPath ?? entry.path);
  return [...new Set(folders)].join(':');
}
