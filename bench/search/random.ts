/** Random numbers from a seed, so that every run measures the same corpus (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Uniform among 0 … `count` − 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** A function that draws 0 … `count` − 1 with probability proportional to 1 / (rank + 2.7): Zipf and Mandelbrot. */
  zipf(count: number): () => number {
    const cumulative = new Float64Array(count);
    let sum = 0;
    for (let rank = 0; rank < count; rank++) cumulative[rank] = sum += 1 / (rank + 2.7);
    return () => {
      const target = this.next() * sum;
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (cumulative[middle]! < target) low = middle + 1;
        else high = middle;
      }
      return low;
    };
  }
}
