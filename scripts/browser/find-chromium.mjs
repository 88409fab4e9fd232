import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchDebianPackages } from '../services/debian-packages.mjs';
import { which } from '../services/which.mjs';

/** A browser that a test can drive. @typedef {{ path: string, env: Record<string, string> }} Browser */

/**
 * Chromium: the one that `KOTAE_CHROMIUM` names, else Debian's, fetched as packages into `toolsDir` once, with the few
 * fonts that show English and Japanese, so that a page looks the same on every machine.
 *
 * @param {object} options
 * @param {string} options.toolsDir
 * @param {(line: string) => void} options.say
 * @param {boolean} [options.beautiful] with the fonts for pictures that people look at (60 MB more)
 * @returns {Promise<Browser>}
 * @throws {Error} with the remedy when there is none
 */
export async function findChromium({ toolsDir, say, beautiful = false }) {
  const folder = join(toolsDir, 'chromium');
  const fonts = await fetchFonts({ toolsDir, say, beautiful });
  const env = fonts === undefined ? {} : { FONTCONFIG_FILE: fontConfig(toolsDir, fonts) };
  const given = process.env.KOTAE_CHROMIUM;
  if (given) return { path: given, env };
  const packages = ['chromium-headless-shell'];
  const fetched = await fetchDebianPackages({ folder, packages, what: 'Chromium', say }).catch((cause) => {
    throw new Error(`${REMEDY} (${cause.message})`, { cause });
  });
  if (fetched) {
    const path = join(folder, 'usr/lib/chromium/chromium-headless-shell');
    return { path, env: { ...env, LD_LIBRARY_PATH: fetched.libraryPath } };
  }
  const installed = ['chromium', 'chromium-browser', 'google-chrome'].map(which).find(Boolean);
  if (!installed) throw new Error(REMEDY);
  return { path: installed, env };
}

const REMEDY =
  'no Chromium for the browser tests: Debian 12 or newer has it as the package chromium-headless-shell, which is fetched by ' +
  'itself; elsewhere set KOTAE_CHROMIUM to the path of one';

/** @returns {Promise<string | undefined>} the folder with the fonts; undefined where there is no apt */
async function fetchFonts({ toolsDir, say, beautiful }) {
  const packages = beautiful
    ? ['fonts-noto-cjk', 'fonts-inter']
    : ['fonts-ipafont-gothic', 'fonts-dejavu-core'];
  const folder = join(toolsDir, beautiful ? 'screenshot-fonts' : 'fonts');
  return (await fetchDebianPackages({ folder, packages, what: 'fonts', say }))?.folder;
}

/** A configuration that knows these fonts and no others. */
function fontConfig(toolsDir, folder) {
  const cache = join(toolsDir, 'font-cache');
  mkdirSync(cache, { recursive: true });
  const file = `${folder}.conf`;
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'usr/share/fonts')}</dir><cachedir>${cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Inter</family><family>Noto Sans CJK JP</family><family>DejaVu Sans</family><family>IPAGothic</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Inter</family><family>Noto Sans CJK JP</family><family>DejaVu Sans</family><family>IPAGothic</family></prefer></alias>
<alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family><family>Noto Sans Mono CJK JP</family><family>IPAGothic</family></prefer></alias>
</fontconfig>
`,
  );
  return file;
}
