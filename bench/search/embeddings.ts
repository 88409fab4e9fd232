import type { Random } from './random.js';

/** Dimensions in which embeddings of one topic mainly differ: measured intrinsic dimensions of text are 20 to 60. */
const LOCAL_DIMENSIONS = 48;

/**
 * Embeddings that lie as those of texts do: all around a common mean (so that unrelated texts have a cosine above 0),
 * in topics of very unequal sizes, and within a topic spread over few dimensions with a little noise in all.
 */
export class SyntheticEmbeddings {
  private readonly centres: Float32Array[];
  private readonly basis: Float32Array[];

  constructor(
    private readonly dimensions: number,
    topics: number,
    private readonly random: Random,
  ) {
    const mean = this.gaussian();
    this.centres = Array.from({ length: topics }, () => {
      const centre = this.gaussian();
      addScaled(centre, mean, 0.5);
      return centre;
    });
    this.basis = Array.from({ length: LOCAL_DIMENSIONS }, () => this.gaussian());
  }

  /** A passage on a topic; its cosine to others of the topic is about 0.8, to those of other topics about 0.2. */
  passage(topic: number): Float32Array {
    return this.near(this.centres[topic % this.centres.length]!, 0.5, 0.15);
  }

  /** A question that the passage answers: near it, but not the same. */
  question(passage: Float32Array): Float32Array {
    return this.near(passage, 0.4, 0.3);
  }

  private near(centre: Float32Array, local: number, noise: number): Float32Array {
    const scale = 1 / length(centre);
    const vector = centre.map((component) => component * scale);
    addScaled(vector, this.gaussian(), noise);
    for (const axis of this.basis) {
      addScaled(vector, axis, (local / Math.sqrt(LOCAL_DIMENSIONS)) * this.random.normal());
    }
    const norm = length(vector);
    return vector.map((component) => component / norm);
  }

  /** A random vector of about unit length. */
  private gaussian(): Float32Array {
    const scale = 1 / Math.sqrt(this.dimensions);
    return Float32Array.from({ length: this.dimensions }, () => this.random.normal() * scale);
  }
}

function addScaled(target: Float32Array, vector: Float32Array, weight: number): void {
  for (let axis = 0; axis < target.length; axis++) target[axis]! += vector[axis]! * weight;
}

function length(vector: Float32Array): number {
  let squares = 0;
  for (const component of vector) squares += component * component;
  return Math.sqrt(squares);
}
