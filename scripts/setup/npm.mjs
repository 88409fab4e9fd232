import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * How to run npm: through the same npm that runs us, else the one on the PATH.
 *
 * @param {string[]} args
 * @returns {[command: string, args: string[], env: NodeJS.ProcessEnv]}
 */
export function npm(args) {
  const { npm_execpath: self, ...others } = process.env;
  const env = { ...others, ...nodeHeaders() };
  // yarn and pnpm set the same variable.
  return self?.endsWith('npm-cli.js') ? [process.execPath, [self, ...args], env] : ['npm', args, env];
}

/**
 * node-gyp downloads Node's headers unless it is told that they are here already, as they are beside a Node that was
 * unpacked from its own archive or image: with them the install needs the npm registry only.
 */
function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  const here = existsSync(join(prefix, 'include/node/node_version.h'));
  return here && !process.env.npm_config_nodedir ? { npm_package_config_node_gyp_nodedir: prefix } : {};
}
