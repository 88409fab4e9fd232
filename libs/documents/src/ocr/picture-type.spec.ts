import { pictureType } from './picture-type.js';

describe('pictureType', () => {
  it.each([
    ['89504e470d0a1a0a', 'image/png'],
    ['ffd8ffe000104a46', 'image/jpeg'],
    ['49492a0008000000', 'image/tiff'],
    ['4d4d002a00000008', 'image/tiff'],
    ['474946383961', 'image/gif'],
    ['524946460000000057454250', 'image/webp'],
    ['255044462d312e37', null],
    ['', null],
  ])('knows %s as %s', (hex, type) => {
    expect(pictureType(Buffer.from(hex, 'hex'))).toBe(type);
  });
});
