import type { Measured, Ranks } from './measured.js';

/** One figure of a run: the mean over the questions for which it is defined. */
export interface Metric {
  name: string;
  label: string;
  group: 'retrieval' | 'evidence' | 'answers' | 'closed book' | 'citations' | 'refusals';
  better: 'higher' | 'lower';
  /** 0 … 1 for one question (every question weighs the same); null where the metric says nothing. */
  of: (measured: Measured) => number | null;
}

/** Where recall is measured. */
export const CUTOFFS = [1, 5, 10, 20] as const;
/** Ranks beyond this count nothing in the mean reciprocal rank, which is its usual definition (MRR@10). */
const MRR_DEPTH = 10;

/** The retrievers, in the order in which reports show them. */
export const RETRIEVERS = ['lexical', 'vector', 'fused'] as const satisfies (keyof Ranks)[];

const retrieval = RETRIEVERS.flatMap((retriever): Metric[] => [
  ...CUTOFFS.map((cutoff): Metric => ({
    name: `recall@${cutoff} ${retriever}`,
    label: `Recall@${cutoff}, ${retriever}`,
    group: 'retrieval',
    better: 'higher',
    of: ({ ranks }) => ranks && Number((ranks[retriever] ?? Infinity) <= cutoff),
  })),
  {
    name: `mrr@${MRR_DEPTH} ${retriever}`,
    label: `MRR@${MRR_DEPTH}, ${retriever}`,
    group: 'retrieval',
    better: 'higher',
    of: ({ ranks }) => ranks && reciprocal(ranks[retriever]),
  },
]);

/** Every figure that a run reports, compares and guards. */
export const METRICS: readonly Metric[] = [
  ...retrieval,
  {
    name: 'gold in prompt',
    label: 'Right passage in the prompt',
    group: 'evidence',
    better: 'higher',
    of: ({ grounded }) => toNumber(grounded?.goldInPrompt ?? null),
  },
  ...(['grounded', 'closedBook'] as const).flatMap((mode): Metric[] => {
    const group = mode === 'grounded' ? 'answers' : 'closed book';
    const suffix = mode === 'grounded' ? '' : ', closed book';
    return [
      {
        name: `exact match${suffix}`,
        label: `Exact match${suffix}`,
        group,
        better: 'higher',
        of: (measured) => measured[mode]?.scores?.exact ?? null,
      },
      {
        name: `F1${suffix}`,
        label: `F1${suffix}`,
        group,
        better: 'higher',
        of: (measured) => measured[mode]?.scores?.f1 ?? null,
      },
      {
        name: `contains answer${suffix}`,
        label: `Answer contains the right one${suffix}`,
        group,
        better: 'higher',
        of: (measured) => measured[mode]?.scores?.contains ?? null,
      },
    ];
  }),
  {
    name: 'citation precision',
    label: 'Citation precision: right citations of those given',
    group: 'citations',
    better: 'higher',
    of: ({ answerable, grounded }) =>
      grounded && answerable && grounded.citations.count > 0
        ? grounded.citations.right / grounded.citations.count
        : null,
  },
  {
    name: 'citation recall',
    label: 'Citation recall: answers with a right citation',
    group: 'citations',
    better: 'higher',
    of: ({ answerable, grounded }) =>
      grounded && answerable && grounded.status === 'answered' ? Number(grounded.citations.right > 0) : null,
  },
  {
    name: 'unsupported claims',
    label: 'Unsupported claims: citations that do not bear their claim',
    group: 'citations',
    better: 'lower',
    of: ({ grounded }) =>
      grounded && grounded.citations.count > 0
        ? grounded.citations.unsupported / grounded.citations.count
        : null,
  },
  {
    name: 'uncited answers',
    label: 'Answers without any citation',
    group: 'citations',
    better: 'lower',
    of: ({ grounded }) =>
      grounded && grounded.status === 'answered' ? Number(grounded.citations.count === 0) : null,
  },
  {
    name: 'false answers',
    label: 'False answers: to questions that the documents do not answer',
    group: 'refusals',
    better: 'lower',
    of: ({ answerable, grounded }) =>
      grounded && !answerable ? Number(grounded.status === 'answered') : null,
  },
  {
    name: 'false refusals',
    label: 'False refusals: of questions that the documents answer',
    group: 'refusals',
    better: 'lower',
    of: ({ answerable, grounded }) =>
      grounded && answerable ? Number(grounded.status === 'not_in_documents') : null,
  },
  {
    name: 'failures',
    label: 'Questions that failed',
    group: 'refusals',
    better: 'lower',
    of: ({ grounded }) =>
      grounded && Number(grounded.status !== 'answered' && grounded.status !== 'not_in_documents'),
  },
];

function reciprocal(rank: number | null): number {
  return rank === null || rank > MRR_DEPTH ? 0 : 1 / rank;
}

function toNumber(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
