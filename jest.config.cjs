// Jest 30 on Node 20 cannot require() ESM packages, so the ESM-only ones are down-levelled by swc, in tests only.
// node-llama-cpp (top-level await) is never loaded inside Jest: it runs in child processes, as in production.
const esmPackages = [
  '@nestjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'mdast-util-[^/]+',
  'micromark[^/]*',
  'unist-util-[^/]+',
  'decode-named-character-reference',
  'character-entities',
  'ccount',
  'devlop',
  'escape-string-regexp',
  'markdown-table',
  'longest-streak',
  'zwitch',
];
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
  },
];
const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: {
    customExportConditions: ['kotae-source', 'node', 'node-addons', 'require', 'default'],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'] },
  transform: { '^.+\\.[mc]?[tj]s$': swc },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
};
const project = (displayName, testMatch) => ({ ...base, displayName, rootDir: __dirname, testMatch });
module.exports = {
  // A test with real servers waits for them, on a busy machine for long; only a hang should end it.
  testTimeout: 60_000,
  projects: [
    project('unit', [
      '<rootDir>/apps/**/*.spec.ts',
      '<rootDir>/libs/**/*.spec.ts',
      '<rootDir>/eval/**/*.spec.ts',
    ]),
    project('quality', ['<rootDir>/test/quality/**/*.spec.ts']),
    project('model', ['<rootDir>/test/model/**/*.spec.ts']),
    project('integration', ['<rootDir>/test/integration/**/*.spec.ts']),
    project('browser', ['<rootDir>/test/browser/**/*.spec.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.spec.ts']),
    project('faults', ['<rootDir>/test/faults/**/*.spec.ts']),
  ],
};
