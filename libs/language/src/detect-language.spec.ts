import { detectLanguage } from './detect-language.js';

describe('detectLanguage', () => {
  it.each([
    '有給休暇は何日ですか',
    'PPR-9087とは？',
    'GitLab Runner とは',
    'Kubernetes のデプロイ手順は Docker Compose でも使えますか',
    '休暇申請',
    'The North Face という会社の本社はどこにありますか',
  ])('takes %s for Japanese', (text) => expect(detectLanguage(text)).toBe('ja'));

  it.each([
    'How many days of leave are there?',
    'What does 休暇の申請 mean?',
    'What is 有給休暇?',
    'PPR-9087',
    '',
    '😀',
  ])('takes %s for English', (text) => expect(detectLanguage(text)).toBe('en'));
});
