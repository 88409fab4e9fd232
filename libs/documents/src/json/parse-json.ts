import { decodeText } from '../detection/decode-text.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { writeJson } from './write-json.js';
import type { ParsedText } from '../pictures/pictures.js';

/**
 * JSON, or JSON Lines: one value or one per line. Text that only looks like it (a program, a settings file with
 * remarks) is taken as it stands.
 */
export function parseJson(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const { text } = decodeText(bytes);
  const builder = new TextBuilder(limits);
  const whole = tryParse(text);
  if (whole !== undefined) {
    writeJson(whole, builder);
    return builder.build(mediaTypes.json, null);
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(tryParse);
  // A log that was cut off in the middle still holds its other lines.
  const broken = values.filter((value) => value === undefined).length;
  if (lines.length > 1 && broken <= 1) {
    values.forEach((value, i) =>
      value === undefined ? builder.add(lines[i] ?? '', { tight: true }) : writeJson([value], builder),
    );
    return builder.build(mediaTypes.jsonl, null);
  }
  builder.add(text);
  return builder.build(mediaTypes.text, null);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
