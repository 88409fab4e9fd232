import { applyAnswerEvent, noAnswerYet, type Ask, type KotaeClient, type Question } from '#client';
import { DomainError } from '#contracts';
import { exitCodes, type CommandContext } from '../command/context.js';
import { AnswerDisplay } from './answer-display.js';
import { citationLines, sourceLines } from './citations.js';

/** How long telling the service that a question is cancelled may take. */
const CANCEL_MS = 5000;

/** Asks, shows the answer while it is made, and what it rests on. An interrupted question is cancelled on the server. */
export async function askAndShow(
  context: CommandContext,
  kotae: KotaeClient,
  asked: Ask,
  options: { json?: boolean; sources?: boolean },
): Promise<void> {
  const { signal, out, err } = context;
  // Without the signal: a question that was accepted must be known, so that it can be cancelled.
  const { id } = await kotae.questions.ask(asked);
  const display = new AnswerDisplay(context, { silent: options.json ?? false });
  let state = noAnswerYet;
  try {
    const onReconnect = (): void => display.note('connecting again …');
    for await (const event of kotae.questions.follow(id, { signal, onReconnect })) {
      state = applyAnswerEvent(state, event);
      display.show(state);
    }
  } catch (error) {
    display.end();
    if (!signal.aborted) throw error;
    await kotae.questions.cancel(id, AbortSignal.timeout(CANCEL_MS));
    err.write('The question is cancelled.\n');
    throw error;
  }
  const question = state.question ?? (await kotae.questions.get(id, signal));
  if (options.json) out.write(`${JSON.stringify(question)}\n`);
  else {
    display.finish(question);
    out.write(citationLines(question, context));
    if (options.sources) out.write(sourceLines(question, context));
  }
  context.exitCode = exitCodeOf(question);
}

function exitCodeOf({ status, error }: Question): number {
  if (status === 'answered') return exitCodes.done;
  if (status === 'not_in_documents') return exitCodes.notFound;
  throw new DomainError(
    error?.code ?? 'cancelled',
    error?.message ?? 'The question was cancelled elsewhere.',
  );
}
