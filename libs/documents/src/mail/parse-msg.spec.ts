import { CFB } from '@e965/xlsx';
import { defaultParseLimits } from '../limits.js';
import { parseBytes } from '../parse-bytes.js';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/** A property of fixed length, as the stream of properties holds them: 16 bytes each, behind a header of 32. */
function properties(...values: [tag: number, value: number][]): Buffer {
  const bytes = Buffer.alloc(32 + values.length * 16);
  values.forEach(([tag, value], i) => {
    bytes.writeUInt32LE(tag, 32 + i * 16);
    bytes.writeInt32LE(value, 32 + i * 16 + 8);
  });
  return bytes;
}

/** An Outlook message of the given streams, named by property tag and type (001F: Unicode, 001E: code page). */
function msg(streams: Record<string, Buffer>): Uint8Array {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_del(file, '/\u0001Sh33tJ5');
  for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, bytes);
  return new Uint8Array(CFB.write(file, { type: 'buffer' }) as Buffer);
}

const attachment = (index: number, name: string, content: string) => ({
  [`__attach_version1.0_#0000000${index}/__properties_version1.0`]: Buffer.alloc(8),
  [`__attach_version1.0_#0000000${index}/__substg1.0_3707001F`]: utf16(name),
  [`__attach_version1.0_#0000000${index}/__substg1.0_37010102`]: Buffer.from(content),
});

const read = (streams: Record<string, Buffer>) => parseBytes(msg(streams), 'x.msg', defaultParseLimits);

describe('parseMsg', () => {
  it('reads subject, sender, text and attachments', async () => {
    const result = await read({
      '__properties_version1.0': properties(),
      '__substg1.0_0037001F': utf16('出張の件'),
      '__substg1.0_0C1A001F': utf16('佐藤'),
      '__substg1.0_0C1F001F': utf16('sato@example.com'),
      '__substg1.0_1000001F': utf16('来週の出張です。'),
      ...attachment(0, 'plan.csv', '日,場所\n1日,大阪\n'),
    });
    expect(result).toMatchObject({
      mediaType: 'application/vnd.ms-outlook',
      title: '出張の件',
      text: '出張の件\n\nFrom: 佐藤 <sato@example.com>\n\n来週の出張です。\n\nplan.csv\n\n日: 1日; 場所: 大阪',
    });
    expect(result.pages.map(({ page }) => page)).toEqual([1, 2]);
  });

  it('reads a message that was stored in the Japanese code page', async () => {
    const result = await read({
      '__properties_version1.0': properties([0x3ffd0003, 932]),
      // "会議の議事録" in Shift_JIS.
      '__substg1.0_0037001E': Buffer.from('89ef8b6382cc8b638e96985e', 'hex'),
      '__substg1.0_1000001E': Buffer.from('89ef8b6382cc8b638e96985e', 'hex'),
    });
    expect(result.text).toBe('会議の議事録\n\n会議の議事録');
  });

  it('takes the web page of a message in the encoding that it declares', async () => {
    const result = await read({
      '__properties_version1.0': properties(),
      '__substg1.0_0037001F': utf16('x'),
      '__substg1.0_10130102': Buffer.concat([
        Buffer.from('<meta charset=shift_jis><p>'),
        Buffer.from('89ef8b6382cc8b638e96985e', 'hex'),
      ]),
    });
    expect(result.text).toBe('x\n\n会議の議事録');
  });

  it('says that a damaged message is one', async () => {
    const bytes = msg({ '__properties_version1.0': properties(), '__substg1.0_1000001F': utf16('text') });
    await expect(parseBytes(bytes.subarray(0, 600), 'x.msg', defaultParseLimits)).rejects.toMatchObject({
      name: 'DocumentError',
    });
  });
});
