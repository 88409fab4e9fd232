import { defaultParseLimits } from '../limits.js';
import { parseBytes } from '../parse-bytes.js';

const read = (text: string, name = 'x.json') =>
  parseBytes(new TextEncoder().encode(text), name, defaultParseLimits);

describe('parseJson', () => {
  it('reads the records of a list as rows', async () => {
    const text = JSON.stringify([
      { name: '椅子', price: 12000, tags: ['新', '黒'], maker: { city: '大阪' }, note: null },
      { name: '机', price: 48000, stock: false },
    ]);
    expect(await read(text)).toMatchObject({
      mediaType: 'application/json',
      text: 'name: 椅子; price: 12000; tags: 新, 黒; maker.city: 大阪\nname: 机; price: 48000; stock: false',
    });
  });

  it('reads everything else as one value per line, under its path', async () => {
    const result = await read(
      '{"company":{"name":"Aozora","offices":[{"city":"Osaka","staff":12},{"city":"Nara"}]},"since":1999}',
    );
    expect(result.text).toBe(
      'company.name: Aozora\ncompany.offices: city: Osaka; staff: 12\ncompany.offices: city: Nara\nsince: 1999',
    );
  });

  it('reads JSON Lines, also with a last line that was cut off', async () => {
    const lines = '{"id":1,"text":"first"}\n{"id":2,"text":"second"}\n{"id":3,"te';
    expect(await read(lines, 'x.txt')).toMatchObject({
      mediaType: 'application/jsonl',
      text: 'id: 1; text: first\nid: 2; text: second\n{"id":3,"te',
    });
  });

  it('takes text that only looks like JSON as it stands', async () => {
    expect(await read('{ "a": 1, // remark\n}')).toMatchObject({
      mediaType: 'text/plain',
      text: '{ "a": 1, // remark\n}',
    });
    expect(await read('[1] Smith, 2020\n[2] Sato, 2021\nand more', 'x.txt')).toMatchObject({
      mediaType: 'text/plain',
    });
  });

  it('gives no meaning to names that mean something to JavaScript', async () => {
    const result = await read('{"__proto__":{"polluted":"yes"},"constructor":"mine"}');
    expect(result.text).toBe('__proto__.polluted: yes\nconstructor: mine');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('ends in an error where values nest deeper than the call stack', async () => {
    await expect(read('['.repeat(100_000) + ']'.repeat(100_000))).rejects.toMatchObject({
      name: 'DocumentError',
    });
  });
});
