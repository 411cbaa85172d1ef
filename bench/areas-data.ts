/** Names that real trees repeat; numbers make them many. */
const teams = ['checkout', 'pricing', 'search', 'login', 'stock', 'orders', 'mail', 'web', 'reports', 'media'];
const layers = ['src', 'api', 'model', 'store', 'jobs', 'ui', 'client', 'server'];
const endings = ['ts', 'tsx', 'js', 'py', 'go', 'java', 'sql', 'css', 'md', 'yaml'];
const words = ['user', 'session', 'price', 'cart', 'index', 'token', 'cache', 'retry', 'query', 'form', 'invoice', 'batch'];

/** Lines as owner files have them: mostly folders, some endings, some names at any depth, a few parentheses. */
export function makePatterns(count: number): string[] {
  const next = sequence(7);
  const pick = <T>(values: readonly T[]) => values[next() % values.length]!;
  const area = () => `${pick(teams)}-${next() % 60}`;
  const patterns = new Set<string>();
  while (patterns.size < count) {
    const roll = next() % 100;
    if (roll < 30) patterns.add(`/services/${area()}/`);
    else if (roll < 50) patterns.add(`services/${area()}/${pick(layers)}/**`);
    else if (roll < 62) patterns.add(`services/${area()}/**/${pick(words)}*.${pick(endings)}`);
    else if (roll < 70) patterns.add(`/services/${area()}/${pick(layers)}/*.${pick(endings)}`);
    else if (roll < 78) patterns.add(`**/${pick(layers)}/${pick(words)}-${next() % 40}/**`);
    else if (roll < 84) patterns.add(`${pick(words)}-${next() % 40}.${pick(endings)}`);
    else if (roll < 90) patterns.add(`**/*${pick(words)}-${next() % 40}*`);
    else if (roll < 94) patterns.add(`*.${pick(words)}.${pick(endings)}`);
    else if (roll < 98) patterns.add(`/${pick(['infra', 'tools', 'libs'])}/${area()}`);
    else patterns.add(`services/${area()}/(shop)/**`);
  }
  return [...patterns];
}

/** Paths of a large tree, about ten to a folder, in the order git lists them. */
export function makePaths(count: number): string[] {
  const next = sequence(11);
  const pick = <T>(values: readonly T[]) => values[next() % values.length]!;
  const folders = Array.from({ length: count / 10 }, () => {
    const root = next() % 10 < 8 ? 'services' : pick(['infra', 'tools', 'libs']);
    const deep = [pick(layers), `${pick(words)}-${next() % 40}`, pick(layers)].slice(0, next() % 4);
    // Route groups, as some web frameworks name folders: parentheses are ordinary characters to git.
    const inner = next() % 5 === 0 ? ['(shop)'] : deep;
    return [root, `${pick(teams)}-${next() % 60}`, ...inner].join('/');
  });
  const paths = new Set<string>();
  while (paths.size < count) paths.add(`${pick(folders)}/${pick(words)}-${next() % 400}.${next() % 10 === 0 ? `${pick(words)}.` : ''}${pick(endings)}`);
  return [...paths].sort();
}

/** The same numbers on every machine (Park and Miller's generator). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
}
