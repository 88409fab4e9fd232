import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const out = join(root, 'dist/web');

/** Everything that the page is made of, as files of its own: nothing is asked of any other server. */
export default defineConfig({
  root: here,
  resolve: { conditions: ['kotae-source', 'module', 'browser', 'production'] },
  // `npx vite apps/web` while working on the page; the API answers as `npm start` left it.
  server: { proxy: { '/v1': 'http://127.0.0.1:3000' } },
  define: { __PDFJS__: JSON.stringify(pdfjsFolder()) },
  plugins: [pdfjsData(), compressed()],
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and pictures as data: addresses would only need another permission in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    // Compressing takes longer than building, as it should.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});

/** Character maps and fonts that pdf.js reads when a document leaves them out, under a name that changes with them. */
function pdfjsData(): Plugin {
  return {
    name: 'kotae-pdfjs-data',
    apply: 'build',
    closeBundle() {
      const from = join(root, 'node_modules/pdfjs-dist');
      for (const folder of ['cmaps', 'standard_fonts']) {
        cpSync(join(from, folder), join(out, pdfjsFolder(), folder), { recursive: true });
      }
    },
  };
}

/** Compresses everything that is text once, here, so that the API need not do it again for every reader. */
function compressed(): Plugin {
  return {
    name: 'kotae-compressed',
    apply: 'build',
    closeBundle: {
      order: 'post',
      handler() {
        for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/\.(html|m?js|css|svg)$/.test(entry.name)) continue;
          const file = join(entry.parentPath, entry.name);
          const bytes = readFileSync(file);
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
          writeFileSync(
            `${file}.br`,
            brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
          );
        }
      },
    },
  };
}

function pdfjsFolder(): string {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/pdfjs-dist/package.json'), 'utf8'),
  ) as { version: string };
  return `assets/pdfjs-${version}`;
}
