/**
 * Milliseconds without progress after which the engine counts as hung. The longest honest step, 16 tokens behind a full
 * context of 128k on a slow CPU, takes some ten seconds.
 */
export const HANG_MS = 120_000;

/** Checks in the time that a hang takes. */
const CHECKS = 10;

/**
 * Notices an engine process that hangs without dying: a computation that does not end (a GPU driver that lost its
 * device), or a process that says nothing any more (an endless loop, a stopped process). Silence is counted in checks,
 * not in time, so that a parent which was itself held up does not take its own absence for the child's.
 */
export class HangWatch {
  readonly #limitMs: number;
  readonly #onHang: (reason: string) => void;
  readonly #timer: NodeJS.Timeout;
  #silentChecks = 0;
  #hasHung = false;

  /** `onHang` is called once, with what was seen. */
  constructor(limitMs: number, onHang: (reason: string) => void) {
    this.#limitMs = limitMs;
    this.#onHang = onHang;
    this.#timer = setInterval(() => {
      if (++this.#silentChecks > CHECKS) this.#hang(`no sign of life for ${seconds(limitMs)}`);
    }, limitMs / CHECKS);
    this.#timer.unref();
  }

  /** Takes a sign of life, with how long what is being computed has taken so far. */
  pulse(computingMs: number): void {
    this.#silentChecks = 0;
    if (computingMs > this.#limitMs) this.#hang(`a computation that has taken ${seconds(computingMs)}`);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #hang(reason: string): void {
    if (this.#hasHung) return;
    this.#hasHung = true;
    this.stop();
    this.#onHang(reason);
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
