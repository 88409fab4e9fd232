import { pageNotes } from './page-notes.js';

/** A page as pdf.js gives it, as far as it is read here. */
const page = (...annotations: object[]) => ({ getAnnotations: () => Promise.resolve(annotations) });

const number = (fieldValue: string, shown: string, top: number) => ({
  subtype: 'Widget',
  fieldType: 'Tx',
  fieldValue,
  textContent: [shown],
  rect: [50, 0, 90, top],
});

describe('pageNotes', () => {
  it('reads the fields of a form by their names, from top to bottom', async () => {
    const low = {
      subtype: 'Widget',
      fieldType: 'Tx',
      fieldValue: '大阪',
      alternativeText: '勤務地',
      rect: [50, 100, 90, 120],
    };
    const high = { subtype: 'Widget', fieldType: 'Ch', fieldValue: ['A', 'B'], rect: [50, 300, 90, 320] };
    expect(await pageNotes(page(low, high))).toEqual(['A, B', '勤務地: 大阪']);
  });

  it('reads choices and numbers as the page shows them', async () => {
    const choice = {
      subtype: 'Widget',
      fieldType: 'Ch',
      fieldValue: ['t2'],
      options: [
        { exportValue: 't1', displayValue: '東京' },
        { exportValue: 't2', displayValue: '大阪' },
      ],
      rect: [50, 300, 90, 320],
    };
    const fields = [choice, number('232324', '232,324.00', 200), number('12', 'twelve', 100)];
    expect(await pageNotes(page(...fields))).toEqual(['大阪', '232,324.00', '12']);
  });

  it('reads free text, also where only the page shows it', async () => {
    const typed = { subtype: 'FreeText', contentsObj: { str: 'See page 2' }, rect: [0, 10, 5, 20] };
    const drawn = {
      subtype: 'FreeText',
      contentsObj: { str: '' },
      textContent: ['two', 'lines'],
      rect: [0, 0, 5, 9],
    };
    expect(await pageNotes(page(typed, drawn))).toEqual(['See page 2', 'two\nlines']);
  });

  it('passes over buttons, links, empty fields and what is hidden', async () => {
    const nothing = [
      { subtype: 'Widget', fieldType: 'Btn', fieldValue: 'Yes' },
      { subtype: 'Link', contentsObj: { str: 'https://example.com' } },
      { subtype: 'Widget', fieldType: 'Tx', fieldValue: '', alternativeText: 'Name' },
      { subtype: 'FreeText', hidden: true, contentsObj: { str: 'secret' } },
    ];
    expect(await pageNotes(page(...nothing))).toEqual([]);
  });
});
