import type { Tier } from '../../risk/index.ts';

/** What the name of a folder says about the harm a change in it can do. */
export interface Meaning {
  /** Name of the area; where the preset has one of the other names, that one. */
  readonly name: string;
  readonly alsoNamed: readonly string[];
  readonly tier: Tier;
  /** Whole words of a folder's name (`basic-auth` has auth, `author` has not). */
  readonly words: ReadonlySet<string>;
  /** Files of the root, and folders with a slash at the end, that mean it by their whole path. */
  readonly places: readonly string[];
  readonly because: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Folders whose name alone is reason enough; worst first, and a folder goes to the first that knows it. */
export const meanings: readonly Meaning[] = [
  {
    name: 'login',
    alsoNamed: ['authentication', 'auth'],
    tier: 'critical',
    words: words('auth authn authz login signin oauth oauth2 oidc saml sso session sessions jwt jwk rbac authentication authorization'),
    places: [],
    because: 'somebody cannot get in, or somebody else can',
  },
  {
    name: 'payments',
    alsoNamed: ['payment', 'billing'],
    tier: 'critical',
    words: words('payment payments billing invoice invoices invoicing payout payouts refund refunds'),
    places: [],
    because: 'money moves',
  },
  {
    name: 'crypto',
    alsoNamed: [],
    tier: 'high',
    words: words('crypto cryptography encryption kms hsm pki keystore keyring'),
    places: [],
    because: 'mistakes in cryptography pass every test',
  },
  {
    name: 'migrations',
    alsoNamed: ['data'],
    tier: 'high',
    words: words('migrations migration migrate alembic'),
    places: [],
    because: 'a migration runs once, on live data',
  },
  {
    name: 'infrastructure',
    alsoNamed: ['infra'],
    tier: 'high',
    words: words('infra infrastructure terraform k8s kubernetes helm kustomize ansible pulumi argocd deploy deployment deployments'),
    places: [],
    because: 'one attribute can replace a live resource',
  },
  {
    name: 'ci',
    alsoNamed: [],
    tier: 'high',
    words: new Set(),
    places: [
      '.github/workflows/', '.github/actions/', '.gitlab-ci.yml', '.gitlab/ci/', '.circleci/', '.buildkite/', '.forgejo/workflows/', '.gitea/workflows/',
      'azure-pipelines.yml', 'bitbucket-pipelines.yml', 'Jenkinsfile', '.travis.yml', '.drone.yml', 'ci/', '.ci/',
    ],
    because: 'CI holds the keys to release',
  },
];

/** Folders that hold what tries the product, documents it or shows it: nothing in them ships. */
export const besides = {
  tests: words('test tests __tests__ spec specs e2e testdata fixtures __fixtures__ __mocks__ __snapshots__ cypress'),
  docs: words('docs doc documentation'),
  examples: words('example examples playground playgrounds demo demos sample samples bench benchmark benchmarks'),
} as const;

/** Code of others, kept here: a part, but nobody's product. */
export const vendored = words('vendor vendored third_party thirdparty external node_modules');

/** Folders whose children are the parts of a product: services, packages. */
export const containers = words('services packages apps libs modules crates projects functions lambdas plugins cmd');
