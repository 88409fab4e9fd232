/** The types that Kotae reads, by the name that the HTTP world gives them. */
export const mediaTypes = {
  text: 'text/plain',
  markdown: 'text/markdown',
  html: 'text/html',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xlsb: 'application/vnd.ms-excel.sheet.binary.macroenabled.12',
  xls: 'application/vnd.ms-excel',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  odp: 'application/vnd.oasis.opendocument.presentation',
  epub: 'application/epub+zip',
  rtf: 'application/rtf',
  json: 'application/json',
  jsonl: 'application/jsonl',
  zip: 'application/zip',
  eml: 'message/rfc822',
  msg: 'application/vnd.ms-outlook',
} as const;

/** One of the types that Kotae reads. */
export type SupportedMediaType = (typeof mediaTypes)[keyof typeof mediaTypes];

/** The same list as a sentence for people. */
export const supportedTypesSentence =
  'Supported types: PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx, .xlsb, .xls), CSV and TSV, ' +
  'e-mail with attachments (.eml, .msg), OpenDocument (.odt, .ods, .odp), RTF, EPUB, JSON and JSON Lines, HTML, ' +
  'Markdown and plain text (UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP), ZIP archives of these, and, where ' +
  'Tesseract is installed, images.';
