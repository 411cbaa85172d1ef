import { identitySignals, type KnownIdentity, type Signal } from './signal.ts';

/** Ordinary automation: version bumps, releases, formatting. Neither AI nor a person. */
const bots: readonly KnownIdentity[] = [
  { id: 'bot.dependabot', tool: 'Dependabot', accounts: [49699333, 27856297], logins: ['dependabot[bot]', 'dependabot-preview[bot]'], addresses: ['support@dependabot.com'], source: 'GitHub app' },
  { id: 'bot.renovate', tool: 'Renovate', accounts: [29139614], logins: ['renovate[bot]', 'forking-renovate[bot]'], addresses: ['bot@renovateapp.com'], source: 'Mend Renovate `gitAuthor` default' },
  { id: 'bot.github-actions', tool: 'GitHub Actions', accounts: [41898282], logins: ['github-actions[bot]'], addresses: ['github-actions[bot]@users.noreply.github.com', 'action@github.com', 'actions@github.com', 'github-actions@github.com'], source: 'actions/checkout documentation' },
  { id: 'bot.merge-queue', tool: 'GitHub merge queue', accounts: [118344674], logins: ['github-merge-queue[bot]'], source: 'GitHub app' },
  { id: 'bot.snyk', tool: 'Snyk', accounts: [19733683], addresses: ['snyk-bot@snyk.io'], source: 'Snyk documentation' },
  { id: 'bot.pre-commit', tool: 'pre-commit.ci', accounts: [66853113], logins: ['pre-commit-ci[bot]'], source: 'GitHub app' },
  { id: 'bot.mergify', tool: 'Mergify', accounts: [37929162], logins: ['mergify[bot]'], source: 'GitHub app' },
  { id: 'bot.release-please', tool: 'release-please', accounts: [55107282], logins: ['release-please[bot]'], source: 'GitHub app' },
  { id: 'bot.semantic-release', tool: 'semantic-release', addresses: ['semantic-release-bot@martynus.net'], source: 'semantic-release documentation' },
  { id: 'bot.autofix-ci', tool: 'autofix.ci', accounts: [114827586], logins: ['autofix-ci[bot]'], source: 'GitHub app' },
  { id: 'bot.greenkeeper', tool: 'Greenkeeper', accounts: [23040076], logins: ['greenkeeper[bot]'], addresses: ['support@greenkeeper.io'], source: 'GitHub app' },
  { id: 'bot.pyup', tool: 'PyUp', addresses: ['github-bot@pyup.io'], source: 'PyUp documentation' },
  { id: 'bot.all-contributors', tool: 'All Contributors', accounts: [46447321], logins: ['allcontributors[bot]'], source: 'GitHub app' },
  { id: 'bot.imgbot', tool: 'ImgBot', accounts: [31301654], logins: ['imgbot[bot]'], source: 'GitHub app' },
  { id: 'bot.other-apps', tool: null, logins: ['depfu[bot]', 'codecov[bot]', 'stale[bot]', 'netlify[bot]', 'vercel[bot]', 'crowdin-bot[bot]', 'whitesource-bolt-for-github[bot]', 'mend-bolt-for-github[bot]', 'restyled-io[bot]', 'pull[bot]', 'changeset-bot[bot]', 'kodiakhq[bot]', 'bors[bot]', 'scala-steward[bot]', 'lerna-release[bot]'], source: 'GitHub apps' },
];

/** Signals for ordinary automation, class `bot`. */
export const botSignals: readonly Signal[] = bots.flatMap((known) => identitySignals('bot', known));
