import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../../../../test/support/cli.js';

/** Runs the function of a script for zsh in bash, with what zsh brings taken down instead; they agree on the rest. */
async function describedByZsh(current: string, ...before: string[]): Promise<string[]> {
  const { out } = await cli(['completion', 'zsh']);
  const folder = mkdtempSync(join(tmpdir(), 'completion-'));
  const words = ['kotae', ...before, current].map((word) => `'${word}'`).join(' ');
  const described = `_describe() {
    local -n list=\${!#}
    [[ $1 = -o && '${current}' != -* ]] && return 1
    local word; local -i found=1
    for word in "\${list[@]}"; do [[ \${word%%:*} = '${current}'* ]] && { echo "\${word%%:*}"; found=0; }; done
    return $found
  }
  _files() { echo FILES; }`;
  const slice = before.length === 0 ? '' : before.map((word) => `'${word}'`).join(' ');
  const script = out
    .replace(/\$\{words\[2,CURRENT-1\]\}/, slice)
    .replace(/\nif \[ "\$funcstack[^]*$/, '\n_kotae\n');
  writeFileSync(join(folder, 'try.sh'), `words=(${words})\n${described}\n${script}`);
  const printed = execFileSync('bash', [join(folder, 'try.sh')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return printed.split('\n').filter(Boolean);
}

describe('completion in zsh', () => {
  it('offers commands, options after a dash, and files where there are none', async () => {
    expect(await describedByZsh('sea')).toEqual(['search']);
    expect(await describedByZsh('pu', 'models')).toEqual(['pull']);
    expect(await describedByZsh('--wh', 'ask')).toEqual(['--whole-documents']);
    expect(await describedByZsh('', 'add')).toEqual(['FILES']);
  });
});
