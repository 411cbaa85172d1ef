import type { Policy } from '../policy.ts';
import { ownIt, type Footing } from '../files/floors.ts';
import { show, type Member } from '../reading/yaml-source.ts';

const dialects = ['github', 'gitlab'] as const;

/** Where owners of files come from besides areas: `codeowners: github`, or with the path the file is kept at. */
export function readCodeOwners(footing: Footing, member: Member | undefined): Policy['codeowners'] {
  const floor = footing.under?.codeowners ?? null;
  if (member === undefined) return floor;
  const given = readGiven(footing, member);
  if (!footing.raise || floor === null) return given;
  if (given?.dialect === floor.dialect && given.path === floor.path) return floor;
  footing.source.error(
    'lowers-floor',
    `\`codeowners\` differs from ${footing.named}: \`${floor.dialect}\`${floor.path === null ? '' : ` at \`${show(floor.path)}\``}`,
    ownIt(footing),
    member.at,
  );
  return floor;
}

function readGiven({ source }: Footing, member: Member): Policy['codeowners'] {
  const bare = (member.node as { readonly value?: unknown } | null)?.value;
  if (bare === 'none') return null;
  if (typeof bare === 'string') {
    const dialect = source.oneOf(member.node, '`codeowners`', member.at, [...dialects, 'none'] as const);
    return dialect === null || dialect.value === 'none' ? null : { dialect: dialect.value, path: null };
  }
  const fields = source.fields(member.node, '`codeowners`', member.at, ['dialect', 'path'], {
    forge: 'dialect',
    syntax: 'dialect',
    file: 'path',
  });
  if (fields === null) return null;
  const [dialectMember, pathMember] = [fields.get('dialect'), fields.get('path')];
  if (dialectMember === undefined)
    return source.error('missing', '`codeowners` has no `dialect`', 'write dialect: github or dialect: gitlab', member.at);
  const dialect = source.oneOf(dialectMember.node, '`dialect` of `codeowners`', dialectMember.at, dialects);
  const path = pathMember === undefined ? null : source.string(pathMember.node, '`path` of `codeowners`', pathMember.at);
  // eslint-disable-next-line no-control-regex
  if (path !== null && (/^\/|\\|[\u0000-\u001f]/.test(path.value) || path.value.split('/').some((part) => ['', '.', '..'].includes(part))))
    return source.error(
      'invalid-path',
      `\`${show(path.value)}\` is not the path of a file in the repository`,
      'write it from the root, such as docs/CODEOWNERS',
      path.at,
    );
  return dialect === null ? null : { dialect: dialect.value, path: path?.value ?? null };
}
