/** The types that Kotae reads, by the name that the HTTP world gives them. */
export const mediaTypes = {
  text: 'text/plain',
  markdown: 'text/markdown',
  html: 'text/html',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** One of the types that Kotae reads. */
export type SupportedMediaType = (typeof mediaTypes)[keyof typeof mediaTypes];

/** The same list as a sentence for people. */
export const supportedTypesSentence =
  'Supported types: PDF, Word (.docx), HTML, Markdown and plain text (UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP).';
