import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tinyPhi3 } from '../support/tiny-models.js';
import { ENGINE_TIMEOUT_MS } from './support/engine.js';

jest.setTimeout(ENGINE_TIMEOUT_MS);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kotae-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `npm run bench:llm` as it is built. */
async function bench(...args: string[]) {
  const results = join(folder, 'results.json');
  const line = ['dist/bench/llm.js', '--model', tinyPhi3(), '--quick', '--threads', '1', '--json', results];
  const { stdout } = await promisify(execFile)(process.execPath, [...line, ...args]);
  const { levels } = JSON.parse(await readFile(results, 'utf8')) as {
    levels: {
      parallel: number;
      kotae: Record<'reading' | 'writing' | 'grounded' | 'mix', number> & { ttft: number[] };
      peer: object | null;
      ratios: Record<string, number> | null;
      outsideMs: number;
    }[];
  };
  return { stdout, levels };
}

describe('npm run bench:llm', () => {
  it('measures the engine at each parallelism', async () => {
    const { stdout, levels } = await bench();
    expect(levels.map(({ parallel }) => parallel)).toEqual([1, 2]);
    for (const { kotae, peer, ratios, outsideMs } of levels) {
      expect(
        Math.min(kotae.reading, kotae.writing, kotae.grounded, kotae.mix, ...kotae.ttft, outsideMs),
      ).toBeGreaterThan(0);
      expect([peer, ratios]).toEqual([null, null]);
    }
    expect(stdout).toMatch(/\| +2 \| kotae/);
  });

  it('takes turns with a llama.cpp server, and refuses one with too few slots', async () => {
    const peer = new StandInServer(2);
    const url = await peer.start();
    const { stdout, levels } = await bench('--peer', url);
    const small = new StandInServer(1);
    const refused = bench('--peer', await small.start());
    await expect(refused).rejects.toMatchObject({ stderr: expect.stringContaining('--parallel 2') });
    await Promise.all([peer.stop(), small.stop()]);
    expect(peer.prompts).toContainEqual(
      expect.stringMatching(/^<\|user\|>\d+ \w+ .*<\|end\|><\|assistant\|>$/),
    );
    for (const { ratios } of levels) expect(Object.values(ratios!).every((ratio) => ratio > 0)).toBe(true);
    expect(stdout).toMatch(/llama-server[^\n]*\n\| +\| ratio +\| +× /);
  });
});

/** Speaks the protocol of llama.cpp's server, and says "a" as often as it is asked to. */
class StandInServer {
  readonly prompts: string[] = [];
  readonly #server: Server;

  constructor(slots: number) {
    this.#server = createServer((request, response) => {
      if (request.url === '/props') {
        response.end(JSON.stringify({ total_slots: slots }));
        return;
      }
      let body = '';
      request.on('data', (data: Buffer) => (body += data.toString()));
      request.on('end', () => {
        const { prompt, n_predict: count } = JSON.parse(body) as { prompt: string; n_predict: number };
        this.prompts.push(prompt);
        const event = (data: object) => response.write(`data: ${JSON.stringify(data)}\n\n`);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (let i = 0; i < count; i++) event({ content: 'a', stop: false });
        const tokens_evaluated = prompt.split(' ').length;
        event({ content: '', stop: true, tokens_predicted: count, tokens_evaluated });
        response.end();
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
