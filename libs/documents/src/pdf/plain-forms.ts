/**
 * What fonts give in place of the characters that they show: Kangxi and CJK radicals for ideographs that look the same,
 * Latin ligatures, and the forms that punctuation takes in vertical lines.
 */
const forms = /[\u2E80-\u2FD5\uFB00-\uFB06\uFE10-\uFE19\uFE30-\uFE48]/gu;
/** Forms that Unicode maps to characters of another width, or not at all. */
const own: Record<string, string> = {
  '\uFE10': '，',
  '\uFE13': '：',
  '\uFE14': '；',
  '\uFE15': '！',
  '\uFE16': '？',
  '\uFE19': '…',
  '\uFE30': '‥',
  '\uFE31': '—',
  '\uFE32': '–',
  '\uFE35': '（',
  '\uFE36': '）',
  '\uFE37': '｛',
  '\uFE38': '｝',
  '\uFE47': '［',
  '\uFE48': '］',
};
/** Bullets of the fonts Symbol and Wingdings, which have no characters of their own. */
const bullets = /[\uF06C\uF06E\uF076\uF0A7\uF0A8\uF0B7\uF0D8\uF0FC]/gu;

/** Writes a line with the characters that it shows. */
export function plainForms(text: string): string {
  return text.replace(forms, (form) => own[form] ?? form.normalize('NFKC')).replace(bullets, '•');
}
