import { Places } from './places.js';

/** A queue that only remembers whether it takes jobs. */
function taker() {
  const state = { taking: true, changes: 0 };
  const change = (taking: boolean) => () => {
    state.taking = taking;
    state.changes++;
    return Promise.resolve();
  };
  return { state, pause: change(false), resume: change(true) };
}

describe('Places', () => {
  it('gives as many places as there are, whichever queue asks', () => {
    const places = new Places(2);
    expect([places.take(), places.take(), places.take()].map((place) => place !== null)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('stops every queue with the last place, and lets all go on with the first that is given back', () => {
    const places = new Places(2);
    const [answer, named] = [taker(), taker()];
    for (const queue of [answer, named]) places.govern(queue);
    places.take();
    expect([answer.state.taking, named.state.taking]).toEqual([true, true]);
    const giveBack = places.take();
    expect([answer.state.taking, named.state.taking]).toEqual([false, false]);
    giveBack?.();
    expect([answer.state.taking, named.state.taking]).toEqual([true, true]);
  });

  it('takes a place back once, however often it is given', () => {
    const places = new Places(2);
    const giveBack = places.take();
    places.take();
    giveBack?.();
    giveBack?.();
    expect(places.free).toBe(1);
  });
});
