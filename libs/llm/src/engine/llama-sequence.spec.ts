import type { BatchItem } from 'node-llama-cpp';
import { bySequence } from './llama-sequence.js';

const item = (sequence: number, tokens: number): BatchItem =>
  ({ evaluationPriority: sequence, tokens: Array.from({ length: tokens }), logits: [] }) as never;

describe('bySequence', () => {
  it('orders what a step computes by its sequences, whole, whichever was asked for first', () => {
    // Answers are asked for before prompts, and beyond nine sequences numbers do not sort as text does.
    const items = [item(2, 1), item(10, 4), item(0, 1), item(1, 200)];
    const ordered = bySequence({ items, size: 528 });
    expect(ordered.map(({ item: { evaluationPriority } }) => evaluationPriority)).toEqual([0, 1, 2, 10]);
    expect(ordered.map(({ processAmount }) => processAmount)).toEqual([1, 200, 1, 4]);
    expect(items[0]?.evaluationPriority).toBe(2);
  });
});
