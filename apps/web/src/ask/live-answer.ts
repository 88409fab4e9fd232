import { signal, type Signal } from '@preact/signals';
import { applyAnswerEvent, noAnswerYet, type AnswerState, type Question } from '@kotae/client';
import { kotae } from '../session/session.js';

/** A question with its answer as far as it has been made. */
export interface LiveAnswer {
  id: string;
  question: string;
  state: Signal<AnswerState>;
  /** Whether the connection is lost at the moment; the answer goes on being made. */
  lost: Signal<boolean>;
  /** Why it cannot be followed any more. */
  problem: Signal<unknown>;
}

/** By question, so that a page that is shown again goes on with what it knew. */
const known = new Map<string, LiveAnswer>();

/** The answer to a question, followed to its end if it has not ended. */
export function liveAnswer(question: Question | { id: string; question: string }): LiveAnswer {
  const found = known.get(question.id);
  if (found) return found;
  const live: LiveAnswer = {
    id: question.id,
    question: question.question,
    state: signal('answer' in question ? asState(question) : noAnswerYet),
    lost: signal(false),
    problem: signal(null),
  };
  known.set(question.id, live);
  if (!hasEnded(live.state.value)) void follow(live);
  return live;
}

/** Whether the question has reached the one state in which it stays. */
export function hasEnded({ status }: AnswerState): boolean {
  return status !== 'queued' && status !== 'running';
}

/** Follows from the beginning: the service keeps what has been said so far. */
export async function follow(live: LiveAnswer): Promise<void> {
  live.problem.value = null;
  try {
    const onReconnect = (): void => {
      live.lost.value = true;
    };
    for await (const event of kotae.value.questions.follow(live.id, { onReconnect })) {
      live.lost.value = false;
      live.state.value = applyAnswerEvent(live.state.value, event);
    }
  } catch (error) {
    live.lost.value = false;
    live.problem.value = error;
  }
}

/** Stops a question; what it has said by then stays. */
export async function stop(live: LiveAnswer): Promise<void> {
  const question = await kotae.value.questions.cancel(live.id);
  live.state.value = asState(question);
}

function asState(question: Question): AnswerState {
  const { status, answer, sources, citations } = question;
  const state = { ...noAnswerYet, status, answer: answer ?? '', sources, citations };
  return hasEnded(state) ? { ...state, question } : state;
}
