import { DomainError } from '#contracts';
import { NO_ID } from '../vector/vector-index.js';

/** The passage ids of a snapshot: those of every version, and for every point of the graph. */
export interface PassageIds {
  /** Versions with the ids of their passages. */
  versions: [string, readonly number[]][];
  /** By label of the graph; `NO_ID` for deleted points. */
  idsByLabel: readonly number[];
}

/**
 * The ids as little-endian 32-bit words: those of all versions one after the other, then those of the labels, 0 for
 * none. As JSON two million of them were checked for a second without a break.
 */
export function encodeIds({ versions, idsByLabel }: PassageIds): Uint8Array {
  const ofVersions = versions.reduce((sum, [, ids]) => sum + ids.length, 0);
  const words = new Uint32Array(ofVersions + idsByLabel.length);
  let at = 0;
  for (const [, ids] of versions) for (const id of ids) words[at++] = id;
  for (const id of idsByLabel) words[at++] = id === NO_ID ? 0 : id;
  return new Uint8Array(words.buffer);
}

/**
 * Reads {@link encodeIds} back.
 *
 * @param counts of the versions' passages, in order.
 * @throws DomainError `snapshot_invalid` when the bytes are something else.
 */
export function decodeIds(
  bytes: Uint8Array,
  counts: readonly (readonly [versionId: string, passages: number])[],
  points: number,
): PassageIds {
  const words = new Uint32Array(Uint8Array.from(bytes).buffer);
  let at = 0;
  const take = (count: number): number[] => Array.from(words.subarray(at, (at += count)));
  const versions = counts.map(([versionId, count]): [string, number[]] => [versionId, take(count)]);
  const idsByLabel = take(points).map((id) => (id === 0 ? NO_ID : id));
  if (at !== words.length || idsByLabel.length !== points) {
    throw new DomainError(
      'snapshot_invalid',
      'The ids of the snapshot are not as many as its passages and points.',
    );
  }
  return { versions, idsByLabel };
}
