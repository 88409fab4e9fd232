/**
 * A turn of the device for a lane, whose contexts compute on it one after the other. A lane's share is in proportion
 * to its weight while others want the device too, and everything otherwise.
 */
interface Contender {
  /** Milliseconds computed so far, over the weight they had. The smaller, the sooner its turn. */
  used: number;
  /** Wakes the lane that waits for its turn. */
  start: (() => void) | null;
}

/**
 * Shares one device among the lanes that compute on it, step by step, by weighted fair queueing (the lane that has had
 * least for its weight goes next; Demers, Keshav and Shenker 1989). Without it two contexts compute at the same time
 * and each waits for the other's longest step: a short question for the pieces of a very long prompt, on a CPU half a
 * second each.
 */
export class DeviceTurns {
  readonly #contenders = new Map<object, Contender>();
  #holder: object | null = null;

  /** Whether anybody besides `lane` has work for the device. */
  isContended(lane: object): boolean {
    return this.#contenders.size > (this.#contenders.has(lane) ? 1 : 0);
  }

  /** Resolves when it is the lane's turn to compute a step. */
  async enter(lane: object): Promise<void> {
    // One that comes back after a rest has no claim to what it did not use.
    const least = Math.min(...[...this.#contenders.values()].map(({ used }) => used));
    this.#contenders.set(lane, { used: Number.isFinite(least) ? least : 0, start: null });
    await this.#wait(lane);
  }

  /** Ends the lane's turn, which took `ms`, and resolves at its next one. */
  async again(lane: object, ms: number, weight: number): Promise<void> {
    const contender = this.#contenders.get(lane);
    if (contender === undefined) throw new Error('The lane has not entered.');
    contender.used += ms / weight;
    this.#holder = null;
    await this.#wait(lane);
  }

  /** Ends the lane's turn; it wants no other for now. */
  leave(lane: object): void {
    this.#contenders.delete(lane);
    this.#holder = null;
    this.#next();
  }

  #wait(lane: object): Promise<void> {
    return new Promise((resolve) => {
      const contender = this.#contenders.get(lane);
      if (contender !== undefined) contender.start = resolve;
      this.#next();
    });
  }

  #next(): void {
    if (this.#holder !== null) return;
    let next: [object, Contender] | undefined;
    for (const entry of this.#contenders) {
      if (entry[1].start !== null && entry[1].used < (next?.[1].used ?? Infinity)) next = entry;
    }
    if (next === undefined) return;
    const [lane, contender] = next;
    this.#holder = lane;
    contender.start?.();
    contender.start = null;
  }
}
