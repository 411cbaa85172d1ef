import { wordsOf } from './path-kind.ts';
import type { Tier } from './tier.ts';

/** Something a path alone says about the harm a change there can do. */
export interface PathHitRule {
  readonly id: string;
  /** The tier it raises to. */
  readonly tier: Tier;
  /** What the change does, without the path: `changes sign-in or sessions`. */
  readonly says: string;
  /** Why this is listed: the harm seen, with its source. */
  readonly why: string;
  /** `false`: also in tests and documentation. */
  readonly shippedOnly: boolean;
  readonly test: (path: PathParts) => boolean;
}

/** A path taken apart once for all rules; folders and words are lower case. */
export interface PathParts {
  readonly path: string;
  readonly folders: readonly string[];
  /** File name as written. */
  readonly name: string;
  /** Ending without the dot, lower case; empty where there is none. */
  readonly ending: string;
  /** Words of the file name's stem. */
  readonly words: ReadonlySet<string>;
}

/** Takes a path apart for `PathHitRule.test`. */
export function partsOf(path: string): PathParts {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  return {
    path,
    folders: folders.map((folder) => folder.toLowerCase()),
    name,
    ending: dot > 0 ? name.slice(dot + 1).toLowerCase() : '',
    words: new Set(wordsOf(stem)),
  };
}

const sources = words('ts tsx mts cts js jsx mjs cjs py go java kt kts scala rb php cs rs c cc cpp h hpp swift ex exs erl clj lua pl sql vue svelte graphql proto');
const configs = words('yaml yml json toml ini conf cfg properties env hcl tf tfvars xml');

const otherText = words('sh bash zsh fish ps1 bat cmd html htm css scss less gradle tpl tf hbs ejs');

/** Whether a path ends like something people write line by line, in whatever bytes it is stored. */
export function isWritten(path: string): boolean {
  const { ending } = partsOf(path);
  return sources.has(ending) || configs.has(ending) || otherText.has(ending);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** A folder is named exactly so, or the file's stem has the word; only in source files and configuration. */
function about(parts: PathParts, folders: ReadonlySet<string>, stems: ReadonlySet<string>): boolean {
  if (!sources.has(parts.ending) && !configs.has(parts.ending)) return false;
  // `locales/en/login.json` holds words, not behaviour.
  if (parts.folders.some((folder) => translations.has(folder))) return false;
  return parts.folders.some((folder) => folders.has(folder)) || [...parts.words].some((word) => stems.has(word));
}

const translations = words('locales locale i18n l10n lang translations messages');
const authNames = words('auth authn authz oauth oauth2 oidc saml sso rbac acl login signin authentication authorization authenticator permissions');
const sessionFolders = words('session sessions');
const sessionMates = words('user users auth login cookie cookies token tokens store storage middleware');
const cryptoNames = words('crypto cryptography encryption encrypt decrypt cipher kms hsm keystore keyring pki');
const paymentNames = words('payment payments pricing billing payout payouts refund refunds invoice invoices invoicing');
const checkoutNames = words('checkout checkouts');
const versionControlWords = words('git vcs svn worktree repo repository branch actions builtin');
const flagFolders = words('feature-flags feature_flags featureflags feature-toggles launchdarkly unleash flipt');
const clusterFolders = words('k8s kubernetes helm kustomize charts manifests argocd flux');
const lockNames = words('package-lock.json yarn.lock pnpm-lock.yaml bun.lock npm-shrinkwrap.json poetry.lock uv.lock Pipfile.lock Cargo.lock go.sum Gemfile.lock composer.lock');
const manifestNames = words('package.json pyproject.toml requirements.txt Pipfile Cargo.toml go.mod Gemfile composer.json pom.xml build.gradle build.gradle.kts');

/** The rules on paths, worst first. Few and exact: a false alarm costs more trust than a miss costs safety. */
export const pathHitRules: readonly PathHitRule[] = [
  {
    id: 'policy-file',
    tier: 'critical',
    says: 'changes who must sign what',
    why: 'the policy is its own critical area: a weaker rule lets everything after it through',
    shippedOnly: false,
    test: ({ path }) => path.startsWith('.countersign/'),
  },
  {
    id: 'code-owners',
    tier: 'high',
    says: 'changes who owns which path',
    why: 'owners decide who may sign',
    shippedOnly: false,
    test: ({ path }) => /^(?:\.github\/|\.gitlab\/|docs\/)?CODEOWNERS$/.test(path),
  },
  {
    id: 'migration',
    tier: 'high',
    says: 'changes a database migration',
    why: 'a migration runs once on live data and is hard to undo',
    shippedOnly: true,
    test: (parts) =>
      parts.name !== '__init__.py' &&
      (/^V\d+(?:[._]\d+)*__.*\.sql$/s.test(parts.name) ||
        (sources.has(parts.ending) && parts.folders.some((folder) => folder === 'migrations' || folder === 'migration')) ||
        /(?:^|\/)(?:db\/migrate|alembic\/versions)\/[^/]+\.(?:rb|py)$/.test(parts.path)),
  },
  {
    id: 'auth',
    tier: 'high',
    says: 'changes sign-in, permissions or sessions',
    why: 'a few lines here open accounts to strangers; login is on the strictest list of the March 2026 policy',
    shippedOnly: true,
    test: (parts) =>
      about(parts, authNames, authNames) ||
      (about(parts, sessionFolders, sessionFolders) &&
        (parts.words.size === 1 || parts.folders.some((folder) => sessionFolders.has(folder)) || [...parts.words].some((word) => sessionMates.has(word)))),
  },
  {
    id: 'crypto',
    tier: 'high',
    says: 'changes cryptography or keys',
    why: 'mistakes in cryptography pass every functional test',
    shippedOnly: true,
    test: (parts) => about(parts, cryptoNames, cryptoNames) || /\.(?:pem|p12|pfx|jks|keystore|key)$/i.test(parts.name),
  },
  {
    id: 'payment',
    tier: 'high',
    says: 'changes payment, prices or checkout',
    why: 'errors cost money at once; checkout, pricing and payments are on the strictest list of the March 2026 policy',
    shippedOnly: true,
    test: (parts) =>
      about(parts, paymentNames, paymentNames) ||
      // `checkout` is also what version control does.
      (about(parts, checkoutNames, checkoutNames) &&
        ![...parts.words, ...parts.folders].some((word) => versionControlWords.has(word))),
  },
  {
    id: 'infrastructure',
    tier: 'high',
    says: 'changes infrastructure',
    why: 'one attribute can replace a live resource; configuration is the largest class in public post-mortem lists',
    shippedOnly: true,
    test: (parts) =>
      /\.(?:tf|tfvars|tf\.json|bicep)$|^(?:terragrunt\.hcl|Pulumi(?:\.\w+)?\.ya?ml|Chart\.ya?ml|kustomization\.ya?ml|serverless\.ya?ml|nginx\.conf)$/.test(parts.name) ||
      (/^(?:ya?ml|tpl)$/.test(parts.ending) && parts.folders.some((folder) => clusterFolders.has(folder))),
  },
  {
    id: 'ci',
    tier: 'high',
    says: 'changes what CI runs',
    why: 'CI holds the keys to release and runs the checks that reviews rely on',
    shippedOnly: false,
    test: ({ path }) =>
      /^(?:\.github\/(?:workflows|actions)\/.*\.ya?ml|\.gitlab-ci\.yml|\.circleci\/.*|\.buildkite\/.*|\.ci\/.*|Jenkinsfile|azure-pipelines\.ya?ml|bitbucket-pipelines\.yml|\.drone\.yml|\.travis\.yml)$/s.test(path),
  },
  {
    id: 'container',
    tier: 'medium',
    says: 'changes what is built into the container',
    why: 'the running system differs from the one tested',
    shippedOnly: true,
    test: ({ name }) => /^(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.dockerfile$|^(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/i.test(name),
  },
  {
    id: 'feature-flag',
    tier: 'medium',
    says: 'changes feature flags',
    why: 'a flag changes every instance at once without a deploy',
    shippedOnly: true,
    test: (parts) =>
      (sources.has(parts.ending) || configs.has(parts.ending)) &&
      (parts.folders.some((folder) => flagFolders.has(folder)) ||
        (parts.words.has('feature') && (parts.words.has('flag') || parts.words.has('flags') || parts.words.has('toggles'))) ||
        (configs.has(parts.ending) && /^(?:flags|toggles|feature_?flags)\.\w+$/i.test(parts.name))),
  },
  {
    id: 'dependencies',
    tier: 'low',
    says: 'changes what is installed',
    why: 'foreign code arrives with it; scanners judge it better than a path does',
    shippedOnly: true,
    test: ({ name }) => lockNames.has(name) || manifestNames.has(name),
  },
];

