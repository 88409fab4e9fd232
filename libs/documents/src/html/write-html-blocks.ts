import { collapseWhitespace, HARD_BREAK } from '../text/join-lines.js';
import type { TextBuilder } from '../text/text-builder.js';
import { blockTags, isHidden, skippedTags, tagOf, walkHtml, type HtmlNode } from './html-node.js';
import { htmlTableLines } from './html-table.js';

/** Which parts of the content are passed over besides the hidden ones. */
export interface HtmlBlockOptions {
  withoutFooters?: boolean;
  /** The file of a picture by its `src`; undefined for one that is not worth reading. Without it, none is read. */
  pictureOf?: (src: string) => Uint8Array | undefined;
}

/** Writes the readable content below a node, block by block, in document order. */
export function writeHtmlBlocks(root: HtmlNode, builder: TextBuilder, options: HtmlBlockOptions = {}): void {
  const writer = new HtmlBlockWriter(builder, options);
  walkHtml(root, {
    enter: (node) => node === root || writer.enter(node),
    leave: (node) => {
      if (node !== root) writer.leave(node);
    },
  });
  writer.flush();
}

interface List {
  ordered: boolean;
  items: number;
}

class HtmlBlockWriter {
  /** Raw text of the block under way; white space is collapsed when it is complete. */
  #inline: string[] = [];
  #lists: List[] = [];
  /** Mark of the list item that has begun and not yet shown any text. */
  #marker = '';
  #level: number | undefined;
  #preformatted = 0;
  /** Pictures in the block under way; what they show follows it. */
  #pictures: Uint8Array[] = [];
  /** Whether the next block stands right below the one before it. */
  #tight = false;

  constructor(
    private readonly builder: TextBuilder,
    private readonly options: HtmlBlockOptions,
  ) {}

  enter(node: HtmlNode): boolean {
    if (node.type === 'text') {
      this.#inline.push(node.data ?? '');
      return true;
    }
    const tag = tagOf(node);
    if (skippedTags.has(tag) || isHidden(node) || (this.options.withoutFooters === true && isFooter(node)))
      return false;
    if (tag === 'img') this.#notePicture(node);
    if (tag === 'br') this.#inline.push(this.#preformatted > 0 ? '\n' : HARD_BREAK);
    if (!blockTags.has(tag)) return true;
    // `<dt>` runs into its `<dd>`: "term: explanation".
    if (tag === 'dd' && this.#inline.length > 0) return true;
    this.flush();
    if (tag === 'table') return !this.#wroteTable(node);
    this.#open(tag);
    return true;
  }

  leave(node: HtmlNode): void {
    const tag = tagOf(node);
    if (!blockTags.has(tag)) return;
    if (tag === 'dt' && this.#inline.join('').trim() !== '') {
      this.#inline.push(': ');
      return;
    }
    this.flush();
    if (/^h[1-6]$/u.test(tag)) this.#level = undefined;
    if (tag === 'pre') this.#preformatted--;
    if (tag === 'li') this.#marker = '';
    if (tag === 'ul' || tag === 'ol') {
      this.#lists.pop();
      this.#tight = this.#lists.length > 0;
    }
  }

  flush(): void {
    this.#flushText();
    for (const file of this.#pictures) this.builder.addPicture({ file, pdfPage: null, why: 'picture' });
    this.#pictures = [];
  }

  #flushText(): void {
    const raw = this.#inline.join('');
    this.#inline = [];
    const text = this.#preformatted > 0 ? raw.replace(/^\n/u, '') : collapseWhitespace(raw);
    if (text.trim() === '') return;
    const indent = '  '.repeat(Math.min(Math.max(this.#lists.length - 1, 0), 8));
    const level = this.#level === undefined ? {} : { level: this.#level };
    this.builder.add(indent + this.#marker + text, { tight: this.#tight, ...level });
    this.#marker = '';
    this.#tight = this.#lists.length > 0;
  }

  #notePicture(node: HtmlNode): void {
    const picture = this.options.pictureOf?.(node.attribs?.['src'] ?? '');
    if (picture) this.#pictures.push(picture);
  }

  #open(tag: string): void {
    if (/^h[1-6]$/u.test(tag)) this.#level = Number(tag[1]);
    if (tag === 'pre') this.#preformatted++;
    if (tag === 'ul' || tag === 'ol') this.#lists.push({ ordered: tag === 'ol', items: 0 });
    const list = this.#lists.at(-1);
    if (tag === 'li' && list) {
      list.items++;
      this.#marker = list.ordered ? `${list.items}. ` : '- ';
    }
  }

  /** Writes a data table; false for one that only lays out the page, whose cells are blocks like any other. */
  #wroteTable(node: HtmlNode): boolean {
    const lines = htmlTableLines(node);
    lines?.forEach((line, i) => this.builder.add(line, { tight: i > 0 }));
    if (lines) walkHtml(node, { enter: (each) => (tagOf(each) === 'img' && this.#notePicture(each), true) });
    return lines !== null;
  }
}

function isFooter(node: HtmlNode): boolean {
  return tagOf(node) === 'footer' || /^(?:navigation|contentinfo)$/u.test(node.attribs?.['role'] ?? '');
}
