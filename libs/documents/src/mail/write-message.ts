import { documentTooLarge } from '../document-errors.js';
import { writeHtmlFragment } from '../html/parse-html.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import type { Part, ReadPart } from '../parser.js';
import { writeParts } from '../parts/write-parts.js';
import { TextBuilder } from '../text/text-builder.js';
import type { ParsedText } from '../pictures/pictures.js';

/** A mail message, whatever program stored it. */
export interface Message {
  subject: string;
  from: string;
  to: string;
  cc: string;
  /** As people write it; empty where unknown. */
  date: string;
  /** The body as a web page and as text; a message may have either or both. */
  html: string;
  text: string;
  attachments: Part[];
}

/**
 * Writes a message: subject as its heading, sender, receivers and date, its body (as a web page where there is one,
 * since that has its tables), then each attachment under its name. The message is page 1, its attachments the next.
 */
export async function writeMessage(
  message: Message,
  type: typeof mediaTypes.eml | typeof mediaTypes.msg,
  limits: ParseLimits,
  readPart: ReadPart,
): Promise<ParsedText> {
  const { attachments } = message;
  if (attachments.length > limits.maxParts)
    throw documentTooLarge(`it has ${attachments.length} attachments`, 'maxParts');
  const builder = new TextBuilder(limits);
  builder.startPage(1);
  builder.add(message.subject, { level: 1 });
  const head = { From: message.from, To: message.to, Cc: message.cc, Date: message.date };
  builder.add(
    Object.entries(head)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}: ${value.replace(/\s+/gu, ' ')}`)
      .join('\n'),
  );
  if (message.html.trim() === '') builder.add(message.text);
  else writeHtmlFragment(message.html, builder);
  await writeParts(attachments, readPart, { builder, firstPage: 2, level: 2 });
  return builder.build(type, message.subject);
}
