import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { which } from './which.mjs';

/**
 * Downloads Debian's (or Ubuntu's) Redis with the libraries that are missing here and unpacks it under `toolsDir`.
 * Nothing is installed, and no rights are needed.
 *
 * @param {{ toolsDir: string, say: (line: string) => void }} options
 * @returns {Promise<{ path: string, env: Record<string, string> } | undefined>} undefined where there is no apt
 */
export async function fetchRedisPackages({ toolsDir, say }) {
  if (!which('apt-get') || !which('dpkg')) return undefined;
  const folder = join(toolsDir, 'redis');
  if (!existsSync(folder)) {
    say('fetching Redis from the Debian packages');
    const draft = `${folder}.new`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true, mode: 0o755 });
    await download(draft);
    for (const file of readdirSync(draft).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', file, '.'], { cwd: draft, quiet: true });
      rmSync(join(draft, file));
    }
    rmSync(join(draft, '.apt'), { recursive: true, force: true });
    renameSync(draft, folder);
  }
  return { path: join(folder, 'usr/bin/redis-server'), env: { LD_LIBRARY_PATH: libraryPath(folder) } };
}

/** Downloads the packages into a folder, refreshing a private package list when the system's does not know them. */
async function download(folder) {
  const apt = join(folder, '.apt');
  // As root, apt would download as its own user, who may not write here.
  const asOurselves = '-o=APT::Sandbox::User=root';
  const lists = `-o=Dir::State::Lists=${join(apt, 'lists')}`;
  const privateLists = [asOurselves, lists, `-o=Dir::Cache=${join(apt, 'cache')}`];
  try {
    await downloadWith([asOurselves], folder);
  } catch {
    mkdirSync(join(apt, 'lists/partial'), { recursive: true });
    mkdirSync(join(apt, 'cache/archives/partial'), { recursive: true });
    await run('apt-get', [...privateLists, '-q', 'update'], { cwd: folder, quiet: true, timeoutMs: 300_000 });
    await downloadWith(privateLists, folder);
  }
}

/** @param {string[]} options @param {string} folder */
async function downloadWith(options, folder) {
  const wanted = [
    ...new Set(['redis-server', 'redis-tools', ...(await missingDependencies(options, folder))]),
  ];
  await run('apt-get', [...options, '-q', 'download', ...wanted], {
    cwd: folder,
    quiet: true,
    timeoutMs: 300_000,
  });
}

/** The libraries that Redis needs, directly or not, and that are not installed here. */
async function missingDependencies(options, cwd) {
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const listing = await run(
    'apt-cache',
    [...options, 'depends', '--recurse', ...only, 'redis-tools', 'redis-server'],
    {
      cwd,
      quiet: true,
    },
  );
  const names = listing.split('\n').filter((line) => /^[a-z0-9]/.test(line));
  return names
    .filter((name) => name.startsWith('lib') || name.startsWith('lua-'))
    .filter((name) => !isInstalled(name));
}

/** @param {string} name */
function isInstalled(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return (stdout ?? '').includes('installed') && !stdout.includes('not-installed');
}

/** The folders with libraries below an unpacked tree. @param {string} folder */
function libraryPath(folder) {
  return ['lib', 'usr/lib']
    .map((dir) => join(folder, dir))
    .filter((dir) => existsSync(dir))
    .flatMap((dir) =>
      readdirSync(dir)
        .filter((name) => name.includes('-linux-'))
        .map((name) => join(dir, name)),
    )
    .join(':');
}
