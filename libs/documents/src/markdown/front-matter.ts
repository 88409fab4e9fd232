/** Front matter in YAML (`---`) or TOML (`+++`) at the very beginning of a file. */
const frontMatter = /^(---|\+\+\+)[ \t]*\r?\n([^]*?)\r?\n\1[ \t]*(?:\r?\n|$)/u;

/**
 * Separates a Markdown file's front matter from its text and takes the title from it. Only the title is read, so
 * no YAML parser is needed; a file that merely begins with a rule (`---`) is left whole.
 */
export function splitFrontMatter(markdown: string): { title: string | null; body: string } {
  const found = frontMatter.exec(markdown);
  const lines = found?.[2]?.split(/\r?\n/u) ?? [];
  if (!found || !lines.some((line) => /^[\w-]+\s*[:=]/u.test(line))) return { title: null, body: markdown };
  const title = lines
    .map((line) => /^title\s*[:=]\s*(.+)$/iu.exec(line)?.[1])
    .find((value) => value !== undefined);
  return { title: title === undefined ? null : unquote(title.trim()), body: markdown.slice(found[0].length) };
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/u.exec(value);
  return quoted?.[2] ?? value.replace(/\s+#.*$/u, '');
}
