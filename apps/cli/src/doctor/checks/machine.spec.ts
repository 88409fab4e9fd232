import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInstallation } from '../../installation/config.js';
import type { Finding, Patient } from '../finding.js';
import { recognition } from './machine.js';

const folder = mkdtempSync(join(tmpdir(), 'ocr-tools-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function findings(env: Record<string, string>): Promise<Finding[]> {
  const installation = readInstallation({ DATABASE_URL: 'postgres://u:p@127.0.0.1/none', ...env });
  const found: Finding[] = [];
  for await (const finding of recognition.look({ installation } as Patient)) found.push(finding);
  return found;
}

describe('the doctor’s look for Tesseract', () => {
  it('finds the one that npm start has fetched', async () => {
    const tool = join(folder, 'tesseract');
    writeFileSync(tool, '#!/bin/sh\necho eng\necho jpn\n');
    chmodSync(tool, 0o755);
    expect(await findings({ PATH: '/nowhere', KOTAE_OCR_TOOLS: folder })).toEqual([]);
    expect(await findings({ PATH: '/nowhere' })).toMatchObject([
      { what: expect.stringContaining('not installed') },
    ]);
  });
});
