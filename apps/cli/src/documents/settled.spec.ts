import { sizeOf } from './settled.js';

const document = { pages: 4, passages: 31, unread_pictures: 0 };

describe('sizeOf', () => {
  it('counts pages and passages', () => {
    expect(sizeOf(document)).toBe('4 pages, 31 passages');
    expect(sizeOf({ ...document, pages: null, passages: 1, unread_pictures: null })).toBe('1 passage');
  });

  it('tells of pictures that nobody could read', () => {
    expect(sizeOf({ ...document, unread_pictures: 3 })).toBe(
      '4 pages, 31 passages, 3 pictures not read, since Tesseract was missing',
    );
  });
});
