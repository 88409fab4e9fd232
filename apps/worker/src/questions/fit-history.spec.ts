import { fitHistory } from './fit-history.js';

const turns = ['a', 'b', 'c'].map((question) => ({ question, answer: null }));
const fit = (costs: number[], budget: number) => {
  const history = turns.slice(0, costs.length);
  const measure = () => Promise.resolve({ fixed: 0, sources: [], history: costs });
  return fitHistory({ question: 'q', grounded: true, sources: [], history }, { measure }, budget);
};
const asked = async (costs: number[], budget: number) =>
  (await fit(costs, budget)).map((turn) => turn.question);

describe('fitHistory', () => {
  it('keeps everything that fits, in order', async () => {
    expect(await asked([10, 10, 10], 30)).toEqual(['a', 'b', 'c']);
  });

  it('drops the oldest turns first', async () => {
    expect(await asked([10, 10, 10], 29)).toEqual(['b', 'c']);
    expect(await asked([1, 10, 10], 19)).toEqual(['c']);
  });

  it('leaves no hole: behind a turn that does not fit, nothing older is taken', async () => {
    expect(await asked([1, 100, 10], 50)).toEqual(['c']);
  });

  it('may keep nothing', async () => {
    expect(await asked([5, 5, 50], 49)).toEqual([]);
    expect(await asked([], 10)).toEqual([]);
  });
});
