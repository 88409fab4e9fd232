import type { AnswerEvent, Citation, Question, QuestionStatus, Source } from '../shapes.js';
import type { Followed } from './follow-events.js';

/** An answer as far as it has been streamed; provisional until `question` is there. */
export interface AnswerState {
  status: QuestionStatus;
  /** Which attempt is running: a worker that dies is followed by another one, which starts over. */
  attempt: number;
  answer: string;
  sources: Source[];
  citations: Citation[];
  /** Parts of the documents that have been read, of how many; null when none are. */
  progress: { done: number; total: number } | null;
  /** The whole question, once it has ended; it alone is authoritative. */
  question: Question | null;
}

export const noAnswerYet: AnswerState = {
  status: 'queued',
  attempt: 0,
  answer: '',
  sources: [],
  citations: [],
  progress: null,
  question: null,
};

/** The state after an event. Repeated events and new attempts are harmless. */
export function applyAnswerEvent(state: AnswerState, event: Followed<AnswerEvent>): AnswerState {
  switch (event.type) {
    case 'status': {
      const { status, attempt } = event.data;
      // What an attempt that was given up had found says nothing about the next one's answer.
      return attempt > state.attempt ? { ...noAnswerYet, status, attempt } : { ...state, status };
    }
    case 'sources':
      return { ...state, sources: event.data.sources };
    case 'progress':
      return { ...state, progress: event.data };
    case 'delta': {
      const { offset, text } = event.data;
      return { ...state, progress: null, answer: state.answer.slice(0, offset) + text };
    }
    case 'citation':
      return { ...state, citations: withCitation(state.citations, event.data) };
    case 'done':
      break;
  }
  const { status, answer, sources, citations } = event.data;
  return { ...state, status, answer: answer ?? '', sources, citations, progress: null, question: event.data };
}

function withCitation(citations: Citation[], added: Citation): Citation[] {
  return [...citations.filter((known) => !same(known, added)), added];
}

function same(a: Citation, b: Citation): boolean {
  return a.marker === b.marker && a.document_id === b.document_id && a.start === b.start && a.end === b.end;
}
