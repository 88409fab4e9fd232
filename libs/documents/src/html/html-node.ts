/** The part of a parsed HTML node that the walkers read (htmlparser2's DOM has this shape). */
export interface HtmlNode {
  readonly type: string;
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly HtmlNode[];
}

/** What a walk does at each node; `enter` says whether to go into the node (and later to leave it). */
export interface HtmlVisitor {
  enter(node: HtmlNode): boolean;
  leave?(node: HtmlNode): void;
}

/** Visits a tree in document order. It keeps its own stack: hostile HTML nests deeper than the call stack reaches. */
export function walkHtml(root: HtmlNode, visitor: HtmlVisitor): void {
  const stack: { node: HtmlNode; next: number }[] = [];
  const enter = (node: HtmlNode) => {
    if (visitor.enter(node)) stack.push({ node, next: 0 });
  };
  enter(root);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.node.children?.[top.next++];
    if (child) {
      enter(child);
    } else {
      stack.pop();
      visitor.leave?.(top.node);
    }
  }
}

/** The element's name, or the empty string for text, comments and the document. */
export function tagOf(node: HtmlNode): string {
  return node.name ?? '';
}

/** Elements whose content is not text to read: code, embedded things, form controls, and furigana. */
export const skippedTags: ReadonlySet<string> = new Set(
  (
    'script style noscript template svg math iframe object embed canvas audio video head ' +
    'nav button select textarea datalist dialog rt rp'
  ).split(' '),
);

/** Elements that begin and end a block of their own. */
export const blockTags: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer ' +
    'form header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul ' +
    'h1 h2 h3 h4 h5 h6'
  ).split(' '),
);

/** Whether the author hid the element from readers. */
export function isHidden(node: HtmlNode): boolean {
  const attribs = node.attribs;
  if (!attribs) return false;
  return (
    attribs['hidden'] !== undefined ||
    attribs['aria-hidden'] === 'true' ||
    /display\s*:\s*none/iu.test(attribs['style'] ?? '')
  );
}
