const candidates = ['shift_jis', 'euc-jp'] as const;

/** How many bytes decide; Japanese text gives itself away within a few lines. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * Chooses between Shift_JIS and EUC-JP for bytes that are not UTF-8, or null when they are hardly Japanese.
 *
 * Kana make up a third or more of Japanese prose, so the reading with more kana and common punctuation wins, and
 * half-width katakana count against it: they are what EUC-JP bytes turn into when read as Shift_JIS. Western
 * 8-bit text is told apart first: its bytes above 0x7F stand alone between letters.
 */
export function guessJapaneseEncoding(bytes: Uint8Array): (typeof candidates)[number] | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (shareOfLoneHighBytes(sample) > 0.7) return null;
  const scored = candidates.map((encoding) => ({ encoding, score: japaneseScore(sample, encoding) }));
  scored.sort((a, b) => b.score - a.score);
  const [best] = scored;
  return best && best.score > 0 ? best.encoding : null;
}

function japaneseScore(bytes: Uint8Array, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const likely =
    count(/[\u3040-\u30FF\u3001\u3002\u300C\u300D]/gu) * 2 + count(/[\u4E00-\u9FFF\uFF01-\uFF5E]/gu);
  return likely - 2 * count(/[\uFF61-\uFF9F]/gu) - 20 * count(/\uFFFD/gu);
}

function shareOfLoneHighBytes(bytes: Uint8Array): number {
  let high = 0;
  let lone = 0;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    high++;
    if ((bytes[i - 1] ?? 0) < 0x80 && (bytes[i + 1] ?? 0) < 0x80) lone++;
  }
  return high === 0 ? 1 : lone / high;
}
