import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const receiptSchema = z.object({
  sha256: z.string(),
  sizeBytes: z.number(),
  source: z.string(),
  checkedAgainst: z.enum(['catalogue', 'hub', 'nothing']),
});

/** What is known of a downloaded file; kept beside it as `<file>.json`, so that it can be checked again later. */
export type ModelReceipt = z.infer<typeof receiptSchema>;

/** Writes the receipt of a model file. */
export async function writeReceipt(path: string, receipt: ModelReceipt): Promise<void> {
  await writeFile(`${path}.json.tmp`, `${JSON.stringify(receipt, null, 2)}\n`);
  await rename(`${path}.json.tmp`, `${path}.json`);
}

/** The receipt of a model file; null when it was not fetched by Kotae or the receipt cannot be read. */
export async function readReceipt(path: string): Promise<ModelReceipt | null> {
  const text = await readFile(`${path}.json`, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return receiptSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
