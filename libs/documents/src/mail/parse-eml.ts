import PostalMime from 'postal-mime';
import { documentCorrupt } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import type { ParseProgress, Part, ReadPart } from '../parser.js';
import { writeMessage } from './write-message.js';
import type { ParsedText } from '../pictures/pictures.js';

/** A mail message as it is sent (RFC 5322), with its attachments, in the encodings that its parts declare. */
export async function parseEml(
  bytes: Uint8Array,
  limits: ParseLimits,
  _onProgress: ParseProgress | undefined,
  readPart: ReadPart,
): Promise<ParsedText> {
  const mail = await openMail(bytes);
  return writeMessage(
    {
      subject: mail.subject ?? '',
      from: names(mail.from ? [mail.from] : []),
      to: names(mail.to),
      cc: names(mail.cc),
      // As it was written, since the sender's time zone is lost in the library's own form.
      date: mail.headers.find(({ key }) => key === 'date')?.value ?? '',
      html: mail.html ?? '',
      text: mail.text ?? '',
      attachments: mail.attachments.filter((each) => !isDecoration(each)).map(toPart),
    },
    mediaTypes.eml,
    limits,
    readPart,
  );
}

type Mail = PostalMime.Email;
type Attachment = PostalMime.Attachment;

async function openMail(bytes: Uint8Array): Promise<Mail> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 50 });
  } catch (error) {
    throw documentCorrupt('it is not a valid mail message', error);
  }
}

function names(addresses: PostalMime.Address[] = []): string {
  return addresses
    .flatMap((address) => address.group ?? [address])
    .map(({ name, address }) => (name !== '' && name !== address ? `${name} <${address}>` : address))
    .join(', ');
}

/** A picture that the message shows in its text, mostly a logo. */
function isDecoration({ mimeType, related, disposition, contentId }: Attachment): boolean {
  const shown = related === true || (disposition === 'inline' && contentId !== undefined);
  return shown && mimeType.startsWith('image/');
}

function toPart({ filename, mimeType, content }: Attachment): Part {
  const name = filename?.trim() || (mimeType === 'message/rfc822' ? 'message.eml' : 'attachment');
  return {
    name,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
  };
}
