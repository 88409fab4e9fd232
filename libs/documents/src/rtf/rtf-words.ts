/** Where text goes: into the document, a footnote, the tables at the head, the title, or nowhere. */
export type Destination = 'body' | 'note' | 'fonts' | 'styles' | 'title' | 'none';

/** Where the text of a group goes, by the control word that begins it. */
export const destinations: Record<string, Destination> = {
  fonttbl: 'fonts',
  stylesheet: 'styles',
  title: 'title',
  footnote: 'note',
  ...Object.fromEntries(
    (
      'colortbl info pict object objdata themedata colorschememapping datastore latentstyles listtable ' +
      'listoverridetable revtbl rsidtbl generator xmlnstbl header headerl headerr headerf footer footerl footerr ' +
      'footerf fldinst ftnsep ftnsepc aftnsep aftnsepc nonshppict annotation atnid atnauthor'
    )
      .split(' ')
      .map((word) => [word, 'none' as const]),
  ),
};

/** Control words that stand for a character. */
export const characters: Record<string, string> = {
  tab: '\t',
  line: '\n',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emspace: ' ',
  enspace: ' ',
  '~': ' ',
  _: '-',
  '{': '{',
  '}': '}',
  '\\': '\\',
};

/** Encodings by the character set of a font. */
export const charsetEncodings: Record<number, string> = {
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  238: 'windows-1250',
};
/** Encodings by code page, but for those that are called `windows-` and their number. */
export const codePages: Record<number, string> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
  10000: 'macintosh',
  874: 'windows-874',
};
