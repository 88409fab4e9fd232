type Release = () => void;

interface Waiting {
  exclusive: boolean;
  enter: (release: Release) => void;
}

/**
 * Lets many shared holders in at once, or one exclusive holder alone. First come, first served: a waiting exclusive
 * holder keeps later ones out, so that it gets its turn, and those that came before it get theirs.
 */
export class RunGate {
  readonly #waiting: Waiting[] = [];
  #shared = 0;
  #exclusive = false;

  /** Resolves with the function that gives the place back. Rejects with the signal's reason on abort. */
  enter(exclusive: boolean, signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const waiting: Waiting = { exclusive, enter: resolve };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.#admit();
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.enter = (release) => {
        signal.removeEventListener('abort', leave);
        resolve(release);
      };
      this.#waiting.push(waiting);
      this.#admit();
    });
  }

  #admit(): void {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (this.#exclusive || (next.exclusive && this.#shared > 0)) return;
      this.#waiting.shift();
      if (next.exclusive) this.#exclusive = true;
      else this.#shared++;
      next.enter(this.#releaseOnce(next.exclusive));
    }
  }

  #releaseOnce(exclusive: boolean): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (exclusive) this.#exclusive = false;
      else this.#shared--;
      this.#admit();
    };
  }
}
