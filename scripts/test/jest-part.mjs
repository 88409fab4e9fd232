import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { run } from '../process/run.mjs';

/** What a part found; each failure names what failed. @typedef {{ passed: number, skipped: number, failures: string[] }} Outcome */

/**
 * Runs one of Jest's projects. Jest's own exit code counts too: a file that cannot be loaded, a run without any test
 * and a run that does not end are failures.
 *
 * @param {object} options
 * @param {string} options.project
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string[]} options.args passed on to Jest
 * @param {number} options.workers how many files run at once
 * @param {number} options.limitMs
 * @param {(child: import('node:child_process').ChildProcess) => void} [options.onSpawn] sees Jest's process
 * @returns {Promise<Outcome>}
 */
export async function runJestPart({ project, env, args, workers, limitMs, onSpawn }) {
  const folder = mkdtempSync(join(tmpdir(), 'kotae-jest-'));
  const report = join(folder, 'report.json');
  const options = [
    `--selectProjects=${project}`,
    '--ci',
    '--forceExit',
    '--json',
    `--outputFile=${report}`,
    workers === 1 ? '--runInBand' : `--maxWorkers=${workers}`,
  ];
  let problem;
  try {
    const jest = [join(root, 'node_modules/jest/bin/jest.js'), ...options, ...args];
    await run(process.execPath, jest, {
      cwd: root,
      env,
      timeoutMs: limitMs,
      onSpawn,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch (error) {
    problem = error.message;
  }
  try {
    return outcome(project, JSON.parse(readFileSync(report, 'utf8')), problem);
  } catch {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [`${project}: ${problem ?? 'Jest made no report'}`],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Outcome} */
function outcome(project, report, problem) {
  const failures = report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    const where = file.name.slice(root.length + 1);
    if (failed.length === 0 && file.status === 'failed') return [`${where}: could not be run`];
    return failed.map((test) => `${where}: ${test.fullName}`);
  });
  if (problem && failures.length === 0) failures.push(`${project}: ${problem}`);
  if (report.numTotalTests === 0 && failures.length === 0) failures.push(`${project}: no tests found`);
  return {
    passed: report.numPassedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}
