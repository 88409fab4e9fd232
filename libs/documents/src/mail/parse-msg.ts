import MsgReader, { type FieldsData } from '@kenjiuno/msgreader';
import { declaredEncoding } from '../detection/declared-encoding.js';
import { decodeText } from '../detection/decode-text.js';
import { documentCorrupt } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import type { ParseProgress, Part, ReadPart } from '../parser.js';
import { writeMessage } from './write-message.js';
import type { ParsedText } from '../pictures/pictures.js';

/** Windows code pages of messages that were not stored in Unicode, by the names that the reader knows. */
const ansiEncodings: Record<number, string> = {
  932: 'cp932',
  50220: 'cp932',
  51932: 'cp932',
  936: 'cp936',
  949: 'cp949',
};

/** A message as Outlook stores it, with its attachments. */
export async function parseMsg(
  bytes: Uint8Array,
  limits: ParseLimits,
  _onProgress: ParseProgress | undefined,
  readPart: ReadPart,
): Promise<ParsedText> {
  const { reader, fields } = openMsg(bytes);
  const recipients = (type: string) =>
    (fields.recipients ?? [])
      .filter((each) => (each.recipType ?? 'to') === type)
      .map((each) => person(each.name, each.smtpAddress ?? each.email))
      .join(', ');
  return writeMessage(
    {
      subject: fields.subject ?? '',
      from: person(fields.senderName, fields.senderSmtpAddress ?? fields.senderEmail),
      to: recipients('to'),
      cc: recipients('cc'),
      date: fields.clientSubmitTime ?? fields.messageDeliveryTime ?? '',
      html:
        fields.bodyHtml ?? (fields.html ? decodeText(fields.html, declaredEncoding(fields.html)).text : ''),
      text: fields.body ?? '',
      attachments: (fields.attachments ?? [])
        .filter(
          (each) =>
            each.pidContentId === undefined || !/\.(?:png|jpe?g|gif|bmp)$/iu.test(each.fileName ?? ''),
        )
        .map((each) => toPart(reader, each)),
    },
    mediaTypes.msg,
    limits,
    readPart,
  );
}

function openMsg(bytes: Uint8Array): { reader: MsgReader; fields: FieldsData } {
  const open = (ansiEncoding?: string) => {
    const reader = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (ansiEncoding !== undefined) reader.parserConfig = { ansiEncoding };
    return { reader, fields: reader.getFileData() };
  };
  try {
    const opened = open();
    const encoding = ansiEncodings[opened.fields.messageCodepage ?? opened.fields.internetCodepage ?? 0];
    return encoding === undefined ? opened : open(encoding);
  } catch (error) {
    throw documentCorrupt('it is not a valid Outlook message', error);
  }
}

function person(name = '', address = ''): string {
  // Inside a company Outlook stores directory paths ("/O=…") in place of addresses.
  const known = address.includes('@') && address !== name ? address : '';
  return name !== '' && known !== '' ? `${name} <${known}>` : name || known;
}

function toPart(reader: MsgReader, attachment: FieldsData): Part {
  const { fileName, content } = reader.getAttachment(attachment);
  // A message in a message comes out as a file of its own.
  const name = fileName || attachment.name || 'attachment';
  return {
    name: attachment.innerMsgContent === true && !/\.msg$/iu.test(name) ? `${name}.msg` : name,
    bytes: content,
  };
}
