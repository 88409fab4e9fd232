import { contradicts } from './contradicts.js';

describe('contradicts', () => {
  it.each([
    ['The deposit is refundable.', 'The deposit is not refundable.'],
    ['The deposit is not refundable.', 'The deposit is refundable within 30 days.'],
    ['The deposit is refundable.', 'Deposits are non-refundable.'],
    ['The deposit is refunded.', 'We do not refund deposits.'],
    ["Employees can't work from home.", 'Employees may work from home on Fridays.'],
    ['Employees may work from home.', 'Employees must never work from home.'],
    ['Overtime is paid.', 'Overtime is unpaid.'],
    ['Dogs are allowed in the office.', 'No dogs are allowed in the office.'],
    ['You need a receipt for taxis.', 'You do not need a receipt for taxis.'],
    ['返金できます。', '返金できません。'],
    ['返金できません。', 'お客様のご都合による返金ができます。'],
    ['返金可能です。', '返金は不可です。'],
    ['有給休暇は翌年に繰り越すことができます。', '有給休暇は翌年に繰り越すことはできません。'],
    ['社内での喫煙は可能です。', '社内での喫煙は禁止です。'],
    ['アルバイトは対象です。', 'アルバイトは対象外です。'],
    ['領収書は必要です。', '領収書は不要です。'],
    ['領収書は必要です。', '領収書は必要ありません。'],
    ['残業代は支払われない。', '残業代は翌月に支払われる。'],
  ])('sees that "%s" is the opposite of "%s"', (claim, text) => expect(contradicts(claim, text)).toBe(true));

  it.each([
    ['The deposit is non-refundable.', 'The deposit is not refundable.'],
    ['Dogs are not allowed.', 'No dogs are allowed in the office.'],
    ['Smoking is not allowed.', 'Smoking is prohibited.'],
    ['Leave is carried over once.', 'Leave is carried over once, but not twice.'],
    ['Only managers may sign.', 'Employees may not sign; managers may.'],
    ['申請しなければならない。', '申請してください。'],
    ['申請が必要です。', '申請しなければなりません。'],
    ['返金されません。', '返金できません。'],
    ['上長の承認が必要です。', '上長の承認が必要です。承認がない場合は支払われません。'],
    ['在宅勤務は申請すれば問題ありません。', '在宅勤務は申請すればできます。'],
    ['返金できます。', 'Refunds are not possible.'],
  ])('sees none between "%s" and "%s"', (claim, text) => expect(contradicts(claim, text)).toBe(false));
});
