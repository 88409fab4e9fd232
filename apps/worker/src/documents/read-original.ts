import type { TextPiece } from '#contracts';
import { ExtractionTakenError } from '#database';
import { extractPieces } from '#documents';
import { awaitTurn } from './await-turn.js';
import { extractionOf, type Ingestion } from './ingestion.js';

/** Pieces stored at a time; about half a million characters. */
const PIECES = 8;

/** Parse: reads the original's text and stores it, unless that has been done for the same bytes already. */
export async function readOriginal(ingestion: Ingestion): Promise<void> {
  const { tools } = ingestion;
  const extractionId = extractionOf(ingestion);
  for (;;) {
    const fence = await tools.extractions.begin(extractionId);
    if (fence === null) return;
    try {
      return await read(ingestion, extractionId, fence);
    } catch (error) {
      if (!(error instanceof ExtractionTakenError)) throw error;
      // Another version with the same bytes has begun to read them meanwhile.
      await awaitTurn(ingestion, true);
    }
  }
}

async function read(
  { document, version, tools, report }: Ingestion,
  id: string,
  fence: number,
): Promise<void> {
  const { extractions, originals, limits, signal, clock } = tools;
  const progress = inTurn(report);
  let pieces: TextPiece[] = [];
  const store = async (): Promise<void> => {
    const batch = pieces;
    if (batch.length > 0) await clock.time('save', () => extractions.append(id, fence, batch));
    pieces = [];
  };
  const onPiece = async (piece: TextPiece): Promise<void> => {
    pieces.push(piece);
    if (pieces.length >= PIECES) await store();
  };
  const facts = await originals.withFile(version.sha256, (path) =>
    extractPieces({ path, name: document.name }, onPiece, {
      ...limits,
      group: document.collectionId,
      signal,
      onProgress: ({ done, total, unit }) => progress.put(done, total, unit),
    }),
  );
  await store();
  await progress.rest();
  // Parsers tell how far they are only now and then, and some not at all.
  await (facts.pages === null
    ? report(version.size, version.size, 'bytes')
    : report(facts.pages, facts.pages, 'pages'));
  await clock.time('save', () => extractions.complete(id, fence, facts));
}

/** Reports one after the other, and of those that come meanwhile only the newest. */
function inTurn(report: Ingestion['report']): {
  put: (...count: Parameters<Ingestion['report']>) => void;
  rest: () => Promise<void>;
} {
  let newest: Parameters<Ingestion['report']> | null = null;
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (newest) {
      const count = newest;
      newest = null;
      await report(...count);
    }
  };
  return {
    put: (...count) => {
      newest = count;
      // A report that fails says that the attempt is lost, which the next write finds out too.
      running ??= run()
        .catch(() => undefined)
        .finally(() => (running = null));
    },
    rest: async () => void (await running),
  };
}
