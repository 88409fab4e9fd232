import {
  applyAnswerEvent,
  noAnswerYet,
  KotaeError,
  type Ask,
  type KotaeClient,
  type Question,
} from '#client';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { filterOf, filterShape } from './filter.js';
import { placeOf, resultOf } from './result.js';

/** How long telling Kotae that a question is cancelled may take. */
const CANCEL_MS = 5000;
/** Progress is told each time that the answer has grown by this many characters. */
const TOLD_EVERY = 80;

const output = {
  status: z.enum(['answered', 'not_in_documents']),
  answer: z.string(),
  citations: z.array(
    z.object({
      marker: z.int().describe('The number in the answer'),
      document_id: z.string(),
      document: z.string(),
      version: z.int(),
      page: z.int().nullable(),
      heading: z.string(),
      quote: z.string(),
      start: z.int(),
      end: z.int(),
      supported: z.boolean().describe('False when the quote does not bear the claim'),
    }),
  ),
  question_id: z.string(),
  conversation_id: z.string().nullable().describe('Pass it on to ask a follow-up'),
  model: z.string().nullable(),
};

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** `ask`: an answer with citations. A call that is cancelled cancels the question. */
export function addAsk(server: McpServer, kotae: KotaeClient): void {
  server.registerTool(
    'ask',
    {
      title: 'Ask the documents',
      description:
        'Ask a question and get an answer made from the documents, with citations whose quotes stand in them word for ' +
        'word. The status not_in_documents means that they do not hold the answer. May take up to minutes.',
      inputSchema: {
        question: z
          .string()
          .min(1)
          .describe('A whole question; a follow-up may leave out what was said before'),
        conversation_id: z.uuid().optional().describe('From an earlier answer, to ask a follow-up'),
        whole_documents: z
          .boolean()
          .default(false)
          .describe('Read whole documents, for questions about all of them'),
        ...filterShape,
      },
      outputSchema: output,
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
    },
    ({ question, conversation_id = 'new', whole_documents, collection, ...filter }, extra) =>
      resultOf(async () => {
        const context = whole_documents ? ('documents' as const) : undefined;
        const asked = { question, conversation_id, collection, context, filter: filterOf(filter) };
        return answerOf(await follow(kotae, asked, extra));
      }, inWords),
  );
}

async function follow(kotae: KotaeClient, asked: Ask, extra: Extra): Promise<Question> {
  const { id } = await kotae.questions.ask(asked);
  let state = noAnswerYet;
  let told = 0;
  try {
    for await (const event of kotae.questions.follow(id, { signal: extra.signal })) {
      state = applyAnswerEvent(state, event);
      const { done = 0, total } = state.progress ?? {};
      if (event.type === 'progress') await tell(extra, done, total, `Reading part ${done} of ${total}`);
      else if (event.type === 'sources')
        await tell(extra, ++told, undefined, 'Found passages; writing the answer');
      else if (event.type === 'delta' && state.answer.length > told + TOLD_EVERY) {
        told = state.answer.length;
        await tell(extra, told, undefined, state.answer);
      }
    }
  } catch (error) {
    if (extra.signal.aborted) await kotae.questions.cancel(id, AbortSignal.timeout(CANCEL_MS));
    throw error;
  }
  return state.question ?? kotae.questions.get(id, extra.signal);
}

/** Tells a caller that asked for it how far the answer is. */
async function tell(
  extra: Extra,
  progress: number,
  total: number | undefined,
  message: string,
): Promise<void> {
  const progressToken = extra._meta?.progressToken;
  if (progressToken === undefined) return;
  const params = { progressToken, progress, total, message };
  await extra.sendNotification({ method: 'notifications/progress', params });
}

function answerOf({ id, status, answer, citations, conversation_id, model, error }: Question) {
  if (status !== 'answered' && status !== 'not_in_documents') {
    throw new KotaeError(error?.code ?? 'cancelled', error?.message ?? 'The question was cancelled.');
  }
  return {
    status,
    answer: answer ?? '',
    citations,
    question_id: id,
    conversation_id,
    model: model?.id ?? null,
  };
}

function inWords({ status, answer, citations }: ReturnType<typeof answerOf>): string {
  const quotes = citations.map(
    (citation) =>
      `[${citation.marker}] ${placeOf(citation)} (document_id ${citation.document_id})` +
      `${citation.supported ? '' : ', does not bear the claim'}: "${citation.quote}"`,
  );
  return [status === 'answered' ? answer : `${answer} (not_in_documents)`, ...quotes].join('\n\n');
}
