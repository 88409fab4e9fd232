import { AnswerProgress } from './answer-progress.js';

const asked = { id: 'question', status: 'queued', epoch: 0 } as const;

describe('AnswerProgress', () => {
  it('does not tell of the queue again after the stream has told of the attempt', () => {
    const progress = new AnswerProgress(asked);
    expect(progress.isNews('running', 1)).toBe(true);
    expect(progress.news()).toBeNull();
    progress.polled({ ...asked, status: 'running', epoch: 1 });
    expect(progress.news()).toBeNull();
  });

  it('tells of an attempt that was handed back, and of the next one', () => {
    const progress = new AnswerProgress(asked);
    expect(progress.isNews('running', 1)).toBe(true);
    progress.polled({ ...asked, status: 'queued', epoch: 1 });
    expect(progress.news()).toEqual({ status: 'queued', attempt: 1 });
    progress.polled({ ...asked, status: 'running', epoch: 2 });
    expect(progress.news()).toEqual({ status: 'running', attempt: 2 });
  });
});
