import { DomainError } from '#contracts';

/**
 * Refuses what HNSW would take and then search wrongly: vectors of another size, and NaN or infinite components
 * (hnswlib stores them, and every distance to such a point is NaN).
 *
 * @returns whether the vector points anywhere: false for the zero vector, which is similar to nothing.
 * @throws DomainError `embedder_mismatch` for another size, `internal_error` for a component that is not finite.
 */
export function checkVector(vector: Float32Array, dimensions: number): boolean {
  if (vector.length !== dimensions) {
    throw new DomainError(
      'embedder_mismatch',
      `An embedding has ${vector.length} dimensions, but this index has ${dimensions}. Embed the collection again with the embedder in use.`,
    );
  }
  let squares = 0;
  for (const component of vector) squares += component * component;
  if (!Number.isFinite(squares)) {
    throw new DomainError('internal_error', 'An embedding holds a component that is not a finite number.');
  }
  return squares > 0;
}
