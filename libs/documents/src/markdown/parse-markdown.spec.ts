import { defaultParseLimits } from '../limits.js';
import { parseMarkdown } from './parse-markdown.js';

const parse = (markdown: string) => parseMarkdown(new TextEncoder().encode(markdown), defaultParseLimits);

describe('parseMarkdown', () => {
  it('reads as plain text: no marks, links by their text, images by their description', () => {
    const { text } = parse(
      'Use **bold** and [the guide](https://x.example "t"), `npm ci`.\n\n![A robot](r.png)',
    );
    expect(text).toBe('Use bold and the guide, npm ci.\n\nA robot');
  });

  it('notes headings with their levels, and takes the first as title', () => {
    const { headings, title, text } = parse('# One *1*\n\ntext\n\nTwo\n---\n\n###### Six');
    expect(headings.map(({ level, text }) => [level, text])).toEqual([
      [1, 'One 1'],
      [2, 'Two'],
      [6, 'Six'],
    ]);
    expect(headings.every((heading) => text.slice(heading.start, heading.end) === heading.text)).toBe(true);
    expect(title).toBe('One 1');
  });

  it('strips front matter and takes the title from it', () => {
    expect(parse('---\ntitle: "Rules: all"\nid: 1\n---\n# H\n')).toMatchObject({
      title: 'Rules: all',
      text: 'H',
    });
    expect(parse("+++\ntitle = 'T'\n+++\nbody")).toMatchObject({ title: 'T', text: 'body' });
    expect(parse('---\n\nnot: front matter\n').text).toContain('not: front matter');
  });

  it('writes lists as lines, nested ones indented', () => {
    expect(parse('Intro\n\n- a\n  - b\n- c\n\n3. x\n4. y').text).toBe(
      'Intro\n\n- a\n  - b\n- c\n\n3. x\n4. y',
    );
  });

  it('writes tables row by row, each with its headers', () => {
    expect(parse('| Code | Meaning |\n|---|:-:|\n| E-1 | **expired** |\n| E-2 | lost |').text).toBe(
      'Code: E-1; Meaning: expired\nCode: E-2; Meaning: lost',
    );
  });

  it('keeps code as it is', () => {
    expect(parse('```js\nif (a) {\n  b();\n}\n```').text).toBe('if (a) {\n  b();\n}');
  });

  it('drops comments and tags, and keeps what HTML blocks say', () => {
    expect(
      parse('<!-- hidden -->\n\n<div align="center">\n<b>shown</b></div>\n\nA<br>B <!-- x -->').text,
    ).toBe('shown\n\nA\nB');
  });

  it('joins Japanese lines without a space, English ones with', () => {
    expect(parse('一行目、\n二行目。\n\none\ntwo').text).toBe('一行目、二行目。\n\none two');
  });
});
