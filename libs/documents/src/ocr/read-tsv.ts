import { glueBetween } from '../text/join-lines.js';

/** What Tesseract read on a page. */
export interface RecognisedPage {
  paragraphs: string[];
  /** Mean confidence over characters, 0 to 100. */
  confidence: number;
}

/** Words below this are specks and ornaments, paragraphs below this are pictures taken for text. */
const MIN_WORD_CONFIDENCE = 20;
const MIN_PARAGRAPH_CONFIDENCE = 40;
/** Pages in a script that is not recognised here read as nonsense, at 44 to 58; poor scans of text stay above 60. */
const MIN_PAGE_CONFIDENCE = 50;

interface Paragraph {
  text: string;
  weight: number;
  characters: number;
}

/**
 * Reads Tesseract's table of words (`tsv`), page by page. Words are joined as their scripts are written: Tesseract
 * sets Japanese characters apart as if they were words.
 */
export function readTsv(tsv: string): RecognisedPage[] {
  const pages = new Map<string, Map<string, Paragraph>>();
  for (const row of tsv.split('\n').slice(1)) {
    const [level, page = '', block, paragraph, , , , , , , confidence, ...words] = row.split('\t');
    const word = words.join(' ').trim();
    if (level === '1') pages.set(page, new Map());
    if (level !== '5' || word === '' || Number(confidence) < MIN_WORD_CONFIDENCE) continue;
    const key = `${block} ${paragraph}`;
    const paragraphs = pages.get(page) ?? new Map<string, Paragraph>();
    pages.set(page, paragraphs);
    addWord(paragraphs, key, word, Number(confidence));
  }
  return [...pages.values()].map(toPage);
}

function addWord(paragraphs: Map<string, Paragraph>, key: string, word: string, confidence: number): void {
  const { text, weight, characters } = paragraphs.get(key) ?? { text: '', weight: 0, characters: 0 };
  paragraphs.set(key, {
    text: text + glueBetween(text, word) + word,
    weight: weight + confidence * word.length,
    characters: characters + word.length,
  });
}

function toPage(paragraphs: Map<string, Paragraph>): RecognisedPage {
  const kept = [...paragraphs.values()].filter(
    ({ weight, characters }) => weight / characters >= MIN_PARAGRAPH_CONFIDENCE,
  );
  const characters = kept.reduce((sum, each) => sum + each.characters, 0);
  const weight = kept.reduce((sum, each) => sum + each.weight, 0);
  const confidence = characters === 0 ? 0 : weight / characters;
  return { paragraphs: confidence < MIN_PAGE_CONFIDENCE ? [] : kept.map(({ text }) => text), confidence };
}
