import { sentences } from '#language';
import type { Passage } from '#contracts';
import { seededRandom } from '../compare/random.js';

/** A sentence that holds something to ask for. */
export interface Fact {
  passage: Passage;
  /** Verbatim. */
  sentence: string;
  /** The words asked for: a code, or a number with its unit. */
  answer: string;
}

/** Codes ("SEC-07", "v2.3.1"), then numbers with what they count; a lone digit is more often a list's than a fact. */
const CODE = /\b[A-Z]{1,6}-\d[\w-]*|\bv?\d+(?:\.\d+){2,}/;
const AMOUNT =
  /\d[\d,.]*\s?(?:時間|分間?|秒|日間?|週間?|[かヶカ]月|年間?|円|万円|億円|％|%|人|名|回|件|個|枚|台|歳|割|GB|MB|KB|km|kg|yen|dollars?|euros?|percent|(?:working |business )?days?|weeks?|months?|years?|hours?|minutes?|seconds?|times|people|employees|characters?)/;
/** Sentences that say enough to be asked about, and not so much that nobody would ask it like that. */
const LENGTH = { least: 15, most: 240 };
/** A whole sentence or an item of a list, on one line and without links: not a title, front matter or code. */
const SENTENCE = /^(?:[-*+・•|].*|.*[.。．!！?？][)）」]?)$/;
const LINK = /https?:|\]\(/;

/**
 * Facts to draft questions from: at most one of a passage, taken in turns from the documents in a drawn order, so that
 * a large document does not crowd out the others. The same seed picks the same facts.
 */
export function pickFacts(passages: readonly Passage[], count: number, seed: number): Fact[] {
  const random = seededRandom(seed);
  const byDocument = new Map<string, Passage[]>();
  for (const passage of passages) {
    byDocument.set(passage.documentId, [...(byDocument.get(passage.documentId) ?? []), passage]);
  }
  const waiting = [...byDocument.values()].map((own) => shuffled(own, random));
  const facts: Fact[] = [];
  for (
    let round = shuffled(waiting, random);
    round.length > 0;
    round = round.filter((own) => own.length > 0)
  ) {
    for (const own of round) {
      const fact = nextFact(own);
      if (fact) facts.push(fact);
      if (facts.length === count) return facts;
    }
  }
  return facts;
}

/** Takes passages off the pile until one holds a fact. */
function nextFact(pile: Passage[]): Fact | null {
  for (let passage = pile.pop(); passage !== undefined; passage = pile.pop()) {
    const { text } = passage;
    for (const { start, end } of sentences(text)) {
      const sentence = text.slice(start, end);
      if (sentence.length < LENGTH.least || sentence.length > LENGTH.most) continue;
      if (!SENTENCE.test(sentence) || LINK.test(sentence)) continue;
      const answer = (CODE.exec(sentence) ?? AMOUNT.exec(sentence))?.[0];
      if (answer !== undefined) return { passage, sentence, answer };
    }
  }
  return null;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
}
