/** Bars for each of several series, in groups; values are shares, 0 … 1, and null leaves a gap. */
export interface BarChart {
  title: string;
  groups: string[];
  series: { name: string; values: (number | null)[] }[];
}

const BAR = 26;
const GROUP_GAP = 30;
const HEIGHT = 220;
const MARGIN = { left: 48, right: 16, top: 64, bottom: 36 };
/** Told apart in print and by people who see few colours (Okabe and Ito's palette). */
const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00'];

/** Draws the chart as an SVG document, readable on light and dark pages. */
export function barChart({ title, groups, series }: BarChart): string {
  const groupWidth = Math.max(series.length * BAR, 56);
  const step = groupWidth + GROUP_GAP;
  const legend = legendOf(series.map(({ name }) => name));
  const width = Math.max(MARGIN.left + groups.length * step + MARGIN.right, legend.width, 8 * title.length);
  const height = MARGIN.top + HEIGHT + MARGIN.bottom;
  const y = (share: number): number => round(MARGIN.top + HEIGHT * (1 - share));
  const parts = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${y(share)}" y2="${y(share)}" stroke="#ccc"/>` +
      text(MARGIN.left - 6, y(share) + 4, `${share * 100} %`, 'end'),
  );
  groups.forEach((group, place) => {
    const left = MARGIN.left + GROUP_GAP / 2 + place * step;
    parts.push(text(left + groupWidth / 2, MARGIN.top + HEIGHT + 20, group, 'middle'));
    series.forEach(({ values }, which) => {
      const value = values[place] ?? null;
      if (value === null) return;
      const x = round(left + (groupWidth - series.length * BAR) / 2 + which * BAR);
      const bar = `x="${x}" y="${y(value)}" width="${BAR - 3}" height="${round(HEIGHT * value)}"`;
      parts.push(`<rect ${bar} fill="${colour(which)}"/>`);
      parts.push(text(x + (BAR - 3) / 2, y(value) - 4, (value * 100).toFixed(0), 'middle'));
    });
  });
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`;
  const back = `<rect width="${width}" height="${height}" fill="#fff"/>`;
  return [head, back, text(12, 22, title, 'start', 15), legend.drawing, ...parts, '</svg>', ''].join('\n');
}

function legendOf(names: string[]): { drawing: string; width: number } {
  let x = 12;
  const parts = names.map((name, which) => {
    const entry = `<rect x="${x}" y="34" width="12" height="12" fill="${colour(which)}"/>${text(x + 18, 44, name, 'start')}`;
    x += 34 + 7 * name.length;
    return entry;
  });
  return { drawing: parts.join('\n'), width: x };
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end', size = 12): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}" fill="#222">${escaped}</text>`;
}

function colour(which: number): string {
  return COLOURS[which % COLOURS.length]!;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
