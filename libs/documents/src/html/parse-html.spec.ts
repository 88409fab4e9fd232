import { defaultParseLimits } from '../limits.js';
import { parseHtml } from './parse-html.js';

const parse = (html: string) => parseHtml(new TextEncoder().encode(html), defaultParseLimits);
const long = 'The rules of the company hold for everybody who works there. '.repeat(5).trim();

describe('parseHtml', () => {
  it('takes the main content where the page marks it', () => {
    const { text, title } = parse(
      `<title>Rules &amp; more</title><nav>Home</nav><main><h1>Rules</h1><p>${long}</p><footer>f</footer></main><footer>Imprint</footer>`,
    );
    expect(text).toBe(`Rules\n\n${long}`);
    expect(title).toBe('Rules & more');
  });

  it('takes the whole page where the main element holds next to nothing', () => {
    expect(parse(`<main>Skip</main><div>${long}</div>`).text).toBe(`Skip\n\n${long}`);
  });

  it('drops scripts, styles, navigation and hidden elements', () => {
    const html =
      '<style>p{}</style><script>x()</script><p>shown</p><p hidden>h</p><p style="display: none">n</p><nav>n</nav>';
    expect(parse(html).text).toBe('shown');
  });

  it('notes headings', () => {
    expect(parse('<h2>A <b>b</b></h2><p>t</p><h3>C</h3>').headings).toEqual([
      { level: 2, start: 0, end: 3, text: 'A b' },
      { level: 3, start: 8, end: 9, text: 'C' },
    ]);
  });

  it('writes lists, definitions and preformatted text', () => {
    expect(parse('<ul><li>a<ul><li>b</ul><li>c</ul><ol><li>x<li>y</ol>').text).toBe(
      '- a\n  - b\n- c\n\n1. x\n2. y',
    );
    expect(parse('<dl>\n<dt>HK-2</dt>\n<dd>hardware key</dd></dl>').text).toBe('HK-2: hardware key');
    expect(parse('<pre>\na\n  b</pre>').text).toBe('a\n  b');
  });

  it('collapses white space, and joins Japanese lines without a space', () => {
    expect(parse('<p>one\n   two<br>three</p><p>一行目、\n  <b>二</b>行目</p>').text).toBe(
      'one two\nthree\n\n一行目、二行目',
    );
  });

  it('leaves furigana out', () => {
    expect(parse('<p><ruby>就業<rp>(</rp><rt>しゅうぎょう</rt><rp>)</rp></ruby>規則</p>').text).toBe(
      '就業規則',
    );
  });

  describe('tables', () => {
    it('names each value by its column and repeats cells that span rows', () => {
      const { text } = parse(
        `<table><caption>Fees</caption><tr><th>Item<th colspan=2>Price</tr>
         <tr><td rowspan=2>Desk<td>1<td>2</tr><tr><td>3<td>4</tr></table>`,
      );
      expect(text).toBe('Fees\nItem: Desk; Price: 1; Price: 2\nItem: Desk; Price: 3; Price: 4');
    });

    it('reads a first column of headers as names', () => {
      expect(
        parse('<table><tr><th>担当</th><td>田中</td></tr><tr><th>期限</th><td>3月</td></tr></table>').text,
      ).toBe('担当: 田中\n期限: 3月');
    });

    it('takes a first row of labels as header when nothing says so', () => {
      expect(parse('<table><tr><td>Code<td>Zone<td>Fee</tr><tr><td>A<td>lab<td>12</tr></table>').text).toBe(
        'Code: A; Zone: lab; Fee: 12',
      );
    });

    it('reads a table that only lays out the page as blocks', () => {
      expect(parse('<table><tr><td><h1>Title</h1></td><td><p>text</p></td></tr></table>').text).toBe(
        'Title\n\ntext',
      );
    });
  });

  it('reads the encoding that a meta element declares', () => {
    const bytes = Buffer.from('<meta charset="windows-1251"><p>\u00CF\u00F0\u00E8</p>', 'latin1');
    expect(parseHtml(bytes, defaultParseLimits).text).toBe('При');
  });

  it('reads elements nested far deeper than the call stack', () => {
    expect(parse(`${'<div>'.repeat(15_000)}deep`).text).toBe('deep');
  });

  it('is not fooled by a cell that claims to span a billion columns', () => {
    expect(parse('<table><tr><td colspan=1000000000 rowspan=1000000000>a<td>b</tr></table>').text).toBe('a');
  });
});
