/** Rules that only one section of the handbook states. */
export const HANDBOOK_FACTS = {
  en: { number: 7, says: 'The night shift bonus for warehouse staff is 1,350 yen per hour.' },
  ja: { number: 33, says: '倉庫の夜勤手当は1時間あたり1,350円とする。' },
} as const;

const ENGLISH = [
  'Requests are made in the portal and are answered by the team leader within three working days.',
  'Who cannot keep a date says so as early as possible, so that somebody else can take it over.',
  'Questions about this rule are answered by the office that is named in its heading.',
  'The rule holds for all sites, unless a site has agreed on something else with its works council.',
];
const JAPANESE = [
  '申請は社内の仕組みで行い、上長は三営業日以内に回答する。',
  '期日を守れないときは、できるだけ早く申し出て、ほかの者が引き継げるようにする。',
  'この規程に関する質問は、見出しに示した部署が受け付ける。',
  '拠点ごとの取り決めがある場合を除き、すべての拠点に適用する。',
];

/** A handbook of so many sections, in turn English and Japanese, some 120 tokens each; the same on every call. */
export function longHandbook(sections: number): string {
  return Array.from({ length: sections }, (_, i) => {
    const number = i + 1;
    const japanese = number % 2 === 1 && number !== HANDBOOK_FACTS.en.number;
    const heading = japanese ? `# 第${number}節 運用` : `# Section ${number}: working together`;
    const fact = Object.values(HANDBOOK_FACTS).find((each) => each.number === number)?.says;
    const sentences = japanese ? JAPANESE : ENGLISH;
    const turned = sentences.map((_, k) => sentences[(k + i) % sentences.length]);
    const own = japanese ? `区分は${number}とする。` : `This is rule number ${number} of its kind.`;
    return [heading, '', [own, ...(fact ? [fact] : []), ...turned].join(japanese ? '' : ' '), ''].join('\n');
  }).join('\n');
}
