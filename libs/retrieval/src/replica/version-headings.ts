import { fold } from '#language';

/** Passages in a row that share their headings: the headings, and how many passages. */
export type HeadingRun = [headings: string, passages: number];

/** Joins the headings of a path, outermost first, as `PassageDraft.heading` does. */
const JOINER = ' > ';
/** Begins each heading of a folded path: no text holds it. */
const MARK = '\u0001';

/** A path of headings folded for comparison; empty for no heading. */
export function foldedHeadings(path: string): string {
  return path === '' ? '' : MARK + path.split(JOINER).map(fold).join(MARK);
}

/** What the {@link foldedHeadings} of passages below a heading that begins with `prefix` contain. */
export function headingBeginning(prefix: string): string {
  return MARK + fold(prefix);
}

/**
 * The headings above the passages of each version, folded for comparison, in the order of the passages. A few bytes a
 * passage, since neighbours mostly share their headings.
 */
export class VersionHeadings {
  constructor(private readonly runs = new Map<string, HeadingRun[]>()) {}

  /** Notes the headings of the version's next passage. */
  add(versionId: string, heading: string): void {
    const folded = foldedHeadings(heading);
    let runs = this.runs.get(versionId);
    if (!runs) this.runs.set(versionId, (runs = []));
    const last = runs.at(-1);
    if (last?.[0] === folded) last[1]++;
    else runs.push([folded, 1]);
  }

  delete(versionId: string): void {
    this.runs.delete(versionId);
  }

  /** Calls `found` with the place of every passage of the version below a heading that begins with `prefix`. */
  forEachBelow(versionId: string, prefix: string, found: (place: number) => void): void {
    const wanted = headingBeginning(prefix);
    let place = 0;
    for (const [headings, passages] of this.runs.get(versionId) ?? []) {
      const end = place + passages;
      if (headings.includes(wanted)) for (; place < end; place++) found(place);
      place = end;
    }
  }

  /** The runs of these versions, for a snapshot. */
  of(versionIds: Iterable<string>): [string, HeadingRun[]][] {
    return Array.from(versionIds, (id) => [id, this.runs.get(id) ?? []]);
  }
}
