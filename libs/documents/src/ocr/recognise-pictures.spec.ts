import { defaultParseLimits } from '../limits.js';
import type { ParsedText, PictureSpot } from '../pictures/pictures.js';
import { recognisePictures } from './recognise-pictures.js';
import { toolEnvironment } from './run-tool.js';

const spot = (more: Partial<PictureSpot>): PictureSpot => ({
  at: 0,
  page: null,
  file: 0,
  pdfPage: null,
  why: 'picture',
  ...more,
});

function parsed(text: string, ...spots: PictureSpot[]): ParsedText {
  const pictures = { spots, files: [new Uint8Array(8)] };
  return { mediaType: 'application/pdf', title: null, text, pages: [], headings: [], pictures };
}

const recognise = (text: ParsedText) =>
  recognisePictures(text, '/nowhere', {
    limits: defaultParseLimits,
    signal: undefined,
    onProgress: undefined,
    ocr: true,
  });

describe('recognisePictures where no tools are installed', () => {
  beforeAll(() => void (toolEnvironment.PATH = '/nowhere'));

  it('gives the text, and says how many pictures of it nobody could read', async () => {
    const text = await recognise(parsed('words', spot({}), spot({ file: null, pdfPage: 2, why: 'sparse' })));
    expect(text).toMatchObject({ text: 'words', unreadPictures: 2 });
    expect(text).not.toHaveProperty('pictures');
  });

  it('says nothing of a text without pictures', async () => {
    expect(await recognise(parsed('words'))).not.toHaveProperty('unreadPictures');
  });

  it('refuses a document of nothing but pictures, and says what to install', async () => {
    const failure = recognise(parsed('', spot({ file: null, pdfPage: 1 })));
    await expect(failure).rejects.toMatchObject({ code: 'document_empty' });
    await expect(failure).rejects.toThrow('apt-get install tesseract-ocr');
  });
});
