const BYTE = 6;
const NORMAL = 1;

/**
 * Cuts `text` into tokens of which none occurs twice, longest pieces first: in a model whose next token depends on
 * the last one alone, such a sequence is an answer that it can recite. The cut need not be the one that the real
 * tokenizer makes; it detokenises to the same text. Fails when the text repeats itself too often.
 *
 * @param {string} text
 * @param {string[]} pieces the vocabulary
 * @param {Buffer} types the raw metadata value `tokenizer.ggml.token_type` (an array of INT32)
 * @returns {number[]} token ids
 */
export function cutIntoUniqueTokens(text, pieces, types) {
  const ids = new Map();
  const bytes = [];
  let longest = 0;
  for (const [id, piece] of pieces.entries()) {
    const type = types.readInt32LE(12 + id * 4);
    if (type === BYTE) bytes[Number(piece.slice(1, -1))] = id;
    if (type !== NORMAL) continue;
    ids.set(piece, id);
    longest = Math.max(longest, piece.length);
  }

  const rest = text.replaceAll(' ', '▁');
  const cut = [];
  const used = new Set();
  const take = (tokens, length, at) => {
    if (tokens.some((token) => used.has(token)) || new Set(tokens).size < tokens.length) return false;
    for (const token of tokens) used.add(token);
    cut.push(...tokens);
    if (cutFrom(at + length)) return true;
    for (const token of tokens) used.delete(token);
    cut.length -= tokens.length;
    return false;
  };
  let steps = 0;
  const cutFrom = (at) => {
    if (at === rest.length) return true;
    if (++steps > 100_000) throw new Error('the answer repeats itself too often; reword it');
    for (let length = Math.min(longest, rest.length - at); length > 0; length--) {
      const id = ids.get(rest.slice(at, at + length));
      if (id !== undefined && take([id], length, at)) return true;
    }
    const character = String.fromCodePoint(rest.codePointAt(at));
    const encoded = [...Buffer.from(character === '▁' ? ' ' : character, 'utf8')];
    return take(
      encoded.map((byte) => bytes[byte]),
      character.length,
      at,
    );
  };
  if (!cutFrom(0)) throw new Error('the answer repeats itself too often; reword it');
  return cut;
}
