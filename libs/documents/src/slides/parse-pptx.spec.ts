import { strToU8, zipSync } from 'fflate';
import { defaultParseLimits } from '../limits.js';
import { parsePptx } from './parse-pptx.js';

const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function relations(targets: [id: string, type: string, target: string][]): string {
  const entries = targets.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${relationship}/${type}" Target="${target}"/>`,
  );
  return `<?xml version="1.0"?><Relationships>${entries.join('')}</Relationships>`;
}

const paragraphs = (...texts: string[]) =>
  texts
    .map(
      (text) => `<a:p><a:r><a:t>${text.slice(0, 2)}</a:t></a:r><a:r><a:t>${text.slice(2)}</a:t></a:r></a:p>`,
    )
    .join('');

/** A shape at a place in centimetres, or a placeholder whose place the layout knows. */
function shape(
  texts: string[],
  at?: [x: number, y: number, width: number, height: number],
  placeholder?: string,
): string {
  const [x = 0, y = 0, width = 0, height = 0] = (at ?? []).map((cm) => cm * 360_000);
  const transform = at
    ? `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${width}" cy="${height}"/></a:xfrm>`
    : '';
  const mark = placeholder === undefined ? '' : `<p:ph ${placeholder}/>`;
  return `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr>${mark}</p:nvPr></p:nvSpPr><p:spPr>${transform}</p:spPr><p:txBody>${paragraphs(...texts)}</p:txBody></p:sp>`;
}

const slide = (...shapes: string[]) =>
  `<p:sld><p:cSld><p:spTree><p:grpSpPr/>${shapes.join('')}</p:spTree></p:cSld></p:sld>`;

function pptx(slides: string[], extra: Record<string, string> = {}): Uint8Array {
  const list = slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i}"/>`).join('');
  const parts: Record<string, string> = {
    '_rels/.rels': relations([['rId1', 'officeDocument', 'ppt/presentation.xml']]),
    'ppt/presentation.xml': `<?xml version="1.0"?><p:presentation><p:sldIdLst>${list}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      slides.map((_, i) => [`rId${i}`, 'slide', `slides/slide${9 - i}.xml`]),
    ),
    ...Object.fromEntries(slides.map((xml, i) => [`ppt/slides/slide${9 - i}.xml`, xml])),
    ...extra,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])));
}

const read = (slides: string[], extra?: Record<string, string>) =>
  parsePptx(pptx(slides, extra), { ...defaultParseLimits });

const row = (...cells: string[]) =>
  `<a:tr>${cells.map((cell) => `<a:tc><a:txBody>${paragraphs(cell)}</a:txBody></a:tc>`).join('')}</a:tr>`;

const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('parsePptx', () => {
  it('makes each slide a page with its title as a heading, in the order of the presentation', () => {
    const result = read([
      slide(shape(['本文です。'], [1, 5, 20, 5]), shape(['経費の精算'], [1, 1, 20, 2], 'type="title"')),
      slide(shape(['Next &amp; last'], [1, 1, 20, 2], 'type="ctrTitle"')),
    ]);
    expect(result.text).toBe('経費の精算\n\n本文です。\n\nNext & last');
    expect(result.pages).toEqual([
      { page: 1, start: 0, end: 12 },
      { page: 2, start: 14, end: 25 },
    ]);
    expect(result.headings.map(({ text }) => text)).toEqual(['経費の精算', 'Next & last']);
    expect(result.title).toBe('経費の精算');
  });

  it('reads columns one after the other, whatever the order in the file', () => {
    const result = read([
      slide(
        shape(['right 2'], [15, 8, 10, 2]),
        shape(['left 2'], [1, 8, 10, 2]),
        shape(['right 1'], [15, 5, 10, 2]),
        shape(['left 1'], [1, 5, 10, 2]),
      ),
    ]);
    expect(result.text).toBe('left 1\n\nleft 2\n\nright 1\n\nright 2');
  });

  it('takes the place of a placeholder from the layout, and leaves out slide numbers and footers', () => {
    const layout = slide(shape([''], [1, 12, 10, 2], 'type="body" idx="4"'));
    const result = read(
      [
        slide(
          shape(['below'], undefined, 'idx="4"'),
          shape(['above'], [1, 3, 10, 2]),
          shape(['7'], [1, 18, 1, 1], 'type="sldNum" idx="9"'),
        ),
      ],
      {
        'ppt/slides/_rels/slide9.xml.rels': relations([['rId1', 'slideLayout', '../slideLayouts/l.xml']]),
        'ppt/slideLayouts/l.xml': layout,
      },
    );
    expect(result.text).toBe('above\n\nbelow');
  });

  it('reads tables with their header, groups in their place, and the notes', () => {
    const table = `<p:graphicFrame><p:xfrm><a:off x="0" y="9000000"/><a:ext cx="9000000" cy="900000"/></p:xfrm><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>${row('型番', '周期')}${row('AN-14L', '4年')}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
    const group = `<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="100" cy="100"/><a:chOff x="0" y="50000000"/><a:chExt cx="1000" cy="1000"/></a:xfrm></p:grpSpPr>${shape(['in a group'], [1, 140, 1, 1])}</p:grpSp>`;
    const result = read([slide(table, group)], {
      'ppt/slides/_rels/slide9.xml.rels': relations([['rId1', 'notesSlide', '../notesSlides/n.xml']]),
      'ppt/notesSlides/n.xml': slide(shape(['Say this.'], undefined, 'type="body" idx="1"')),
    });
    expect(result.text).toBe('in a group\n\n型番: AN-14L; 周期: 4年\n\nSay this.');
  });

  it('refuses a container without a presentation, an empty one, and too many slides', () => {
    expect(() => parsePptx(zipSync({ 'ppt/x.xml': strToU8('<a/>') }), { ...defaultParseLimits })).toThrow(
      code('document_corrupt'),
    );
    expect(() => read([slide()])).toThrow(code('document_empty'));
    expect(() => parsePptx(pptx([slide(), slide()]), { ...defaultParseLimits, maxPages: 1 })).toThrow(
      /2 slides/,
    );
  });
});
