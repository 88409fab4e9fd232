/** The architecture's rules (see ARCHITECTURE.md), checked by `npm run boundaries`. */
const libs = ['client', 'contracts', 'language', 'database', 'documents', 'llm', 'mcp', 'retrieval'];
/** These stand alone: contracts is what the others share, and the client also runs in browsers. */
const alone = ['client', 'contracts'];
/** What each library may import besides itself and contracts. */
const mayImport = {
  client: [],
  contracts: [],
  language: [],
  database: [],
  documents: [],
  llm: ['language'],
  mcp: ['client'],
  retrieval: ['language'],
};
const libRules = libs.map((lib) => {
  const allowed = [lib, ...(alone.includes(lib) ? [] : ['contracts']), ...mayImport[lib]];
  return {
    name: `${lib}-imports-only-${allowed.join('-')}`,
    severity: 'error',
    from: { path: `^libs/${lib}/` },
    to: { path: '^(libs|apps)/', pathNot: `^libs/(${allowed.join('|')})/` },
  };
});
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'must-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'api-never-imports-the-engine-or-the-index',
      severity: 'error',
      from: { path: '^apps/api/' },
      to: { path: ['^libs/(llm|retrieval|documents)/', 'node_modules/(node-llama-cpp|hnswlib-node)/'] },
    },
    {
      name: 'the-client-runs-in-browsers',
      severity: 'error',
      from: { path: '^libs/client/src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-page-knows-only-the-client',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: '^libs/', pathNot: '^libs/client/' },
    },
    {
      name: 'apps-do-not-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'eval-measures-the-worker-and-nothing-needs-it',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^eval/' },
    },
    {
      name: 'libraries-are-imported-by-their-front-door',
      severity: 'error',
      from: { path: '^(apps|libs/([^/]+))/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$)', pathNot: '^libs/$2/' },
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      // The page is bundled: what it is made of is not installed where it runs.
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '^apps/web/'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    ...libRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['kotae-source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
