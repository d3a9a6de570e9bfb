/** The layers of docs/architecture.md, as rules: what may import what. */

const FEATURES = '(clearing|risk|settlement|collateral|default-management)';
/** Tests, and the helpers of tests in folders called `testing`. */
const SPEC = '(\\.spec\\.ts$|/testing/)';

/** Forbids imports; `from` and `to` are patterns of paths from the project's root. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', 'No cycles.', {}, { circular: true }),
    forbid('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'domain-is-pure',
      'The domain imports the domain alone: no packages, nothing of Node, no other library.',
      { path: '^libs/domain/', pathNot: SPEC },
      { pathNot: '^libs/domain/' },
    ),
    forbid(
      'features-on-their-foundations',
      'Features build on domain, ledger, messaging, contracts and decider; not on other libraries.',
      { path: `^libs/${FEATURES}/`, pathNot: SPEC },
      {
        path: '^libs/',
        pathNot: ['^libs/(domain|ledger|messaging|contracts|decider)/', `^libs/${FEATURES}/`],
      },
    ),
    forbid(
      'features-by-their-index',
      "A feature knows another one only by what that one's index.ts exports.",
      { path: `^libs/${FEATURES}/` },
      { path: `^libs/${FEATURES}/`, pathNot: ['^libs/$1/', `^libs/${FEATURES}/index\\.ts$`] },
    ),
    forbid(
      'apps-apart',
      'Applications share code through libraries, never with each other.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'libs-below-apps',
      'Libraries know nothing of the applications that use them.',
      { path: '^libs/' },
      { path: '^apps/' },
    ),
    forbid(
      'no-tests-in-programs',
      'Programs do not import tests.',
      { path: '^(apps|libs|migrations)/', pathNot: SPEC },
      { path: [SPEC, '^test/'] },
    ),
    forbid(
      'auditor-on-its-own',
      'The auditor of the tests shares no code with what it audits: it imports nothing but itself.',
      { path: '^test/auditor/', pathNot: SPEC },
      { pathNot: '^test/auditor/' },
    ),
    forbid(
      'kafka-behind-messaging',
      'kafkajs stays behind the messaging port; platform asks brokers whether they are ready.',
      { path: '^(apps|libs)/', pathNot: ['^libs/(messaging|platform)/', SPEC] },
      { path: 'node_modules/kafkajs/' },
    ),
    forbid(
      'postgres-behind-ledger',
      'Postgres is reached by ledger, projections and platform; applications put them together.',
      { path: '^libs/', pathNot: ['^libs/(ledger|projections|platform)/', SPEC] },
      { path: 'node_modules/(@types/)?(pg|pg-copy-streams|typeorm|@nestjs/typeorm)/' },
    ),
    forbid(
      'declared-packages',
      'Programs import packages that are installed with them.',
      { path: '^(apps|libs|migrations)/', pathNot: SPEC },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Node reads `#libs/x.js` from dist; the rules are about the sources.
    webpackConfig: { fileName: 'scripts/lint/resolve-sources.cjs' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
