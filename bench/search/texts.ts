import type { Random } from './random.js';

const VOCABULARY = 30_000;
const TOPIC_WORDS = 60;
/** Share of a passage's words that belong to its topic; the rest come from the whole vocabulary. */
const TOPIC_SHARE = 0.3;
const SYLLABLES =
  'ba be bi do du fa fo ga ge ki ko la le li ma mo na ne no pa pe ra re ri sa se so ta te to va vi'.split(
    ' ',
  );
const ENDINGS = ['', 's', 'er', 'ing', 'ed', 'tion', 'ly'];
const PARTICLES = ['は', 'が', 'を', 'に', 'の', 'で', 'と', 'から', 'です。', 'ます。'];
/** The most frequent characters of Japanese compounds lie in this range; which ones exactly does not matter here. */
const FIRST_KANJI = 0x4e00;
const KANJI = 2000;

/** A language of invented words whose frequencies follow Zipf's law, as those of real texts do. */
export class SyntheticTexts {
  private readonly words: string[];
  private readonly draw: () => number;

  constructor(
    private readonly language: 'english' | 'japanese',
    private readonly random: Random,
  ) {
    this.words = Array.from({ length: VOCABULARY }, () =>
      language === 'english' ? this.latin() : this.kanji(),
    );
    this.draw = random.zipf(VOCABULARY);
  }

  /** A passage on a topic: about 100 words of English, or 250 characters of Japanese. */
  passage(topic: number): string {
    return this.write(topic, 70 + this.random.below(60));
  }

  /** A question on a topic: 8 words. */
  question(topic: number): string {
    return this.write(topic, 8);
  }

  private write(topic: number, count: number): string {
    const words = Array.from({ length: count }, () => {
      const ofTopic = this.random.next() < TOPIC_SHARE;
      const rank = ofTopic
        ? 500 + ((topic * 7919 + this.random.below(TOPIC_WORDS) * 13) % 29_000)
        : this.draw();
      return this.words[rank]!;
    });
    if (this.language === 'english') return `${words.join(' ')}.`;
    return words.map((word) => word + PARTICLES[this.random.below(PARTICLES.length)]!).join('');
  }

  private latin(): string {
    const syllables = Array.from({ length: 1 + this.random.below(4) }, () => this.pick(SYLLABLES));
    return syllables.join('') + this.pick(ENDINGS);
  }

  private kanji(): string {
    const characters = Array.from({ length: 1 + this.random.below(3) }, () =>
      String.fromCodePoint(FIRST_KANJI + this.random.below(KANJI)),
    );
    return characters.join('');
  }

  private pick(choices: readonly string[]): string {
    return choices[this.random.below(choices.length)]!;
  }
}
