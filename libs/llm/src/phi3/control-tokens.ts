import { DomainError } from '#contracts';

/** Phi-3's control tokens. All of the family's checkpoints share them (tokenizer.json, `added_tokens`). */
export const controlTokens = {
  beginning: 1,
  endOfText: 32000,
  assistant: 32001,
  system: 32006,
  end: 32007,
  user: 32010,
} as const;

const spellings: [string, number][] = [
  ['<s>', controlTokens.beginning],
  ['<|endoftext|>', controlTokens.endOfText],
  ['<|assistant|>', controlTokens.assistant],
  ['<|system|>', controlTokens.system],
  ['<|end|>', controlTokens.end],
  ['<|user|>', controlTokens.user],
];

const turnEnding: ReadonlySet<number> = new Set(
  Object.values(controlTokens).filter((token) => token !== controlTokens.beginning),
);

/** Whether the model has ended its turn: an end token, or a control token that begins somebody else's turn. */
export function endsTurn(token: number): boolean {
  return turnEnding.has(token);
}

/** Turns text into token ids. With `special`, the spelling of a control token becomes that token; otherwise it is text. */
export type Tokenize = (text: string, special: boolean) => number[];

/**
 * Checks that a model speaks Phi-3's prompt format, and that documents cannot: control tokens have the ids that the
 * prompt is built from, and their spellings, read as text, become ordinary tokens.
 *
 * @throws DomainError `model_unsupported`
 */
export function assertPhi3Vocabulary(tokenize: Tokenize): void {
  for (const [spelling, id] of spellings) {
    const special = tokenize(spelling, true);
    if (special.length !== 1 || special[0] !== id) {
      throw unsupported(`${spelling} is not token ${id} in its vocabulary`);
    }
    if (tokenize(spelling, false).some((token) => turnEnding.has(token))) {
      throw unsupported(`${spelling} inside a document would act as a control token`);
    }
  }
}

function unsupported(reason: string): DomainError {
  return new DomainError(
    'model_unsupported',
    `This model does not use Phi-3's prompt format: ${reason}. Choose a Phi-3 or Phi-3.5 GGUF; \`npm run models -- list\` shows some.`,
  );
}
