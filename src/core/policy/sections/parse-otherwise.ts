import type { Position } from '../../values/index.ts';
import type { Policy } from '../policy.ts';
import { raised, type Footing } from '../files/floors.ts';
import type { Member } from '../reading/yaml-source.ts';

/** What settles changes no rule is about. `missingAt`: where its absence is reported; `null` under a preset, known or not, which has one. */
export function readOtherwise(footing: Footing, member: Member | undefined, missingAt: Position | null): Policy['otherwise'] {
  const floor = footing.under?.otherwise ?? null;
  const { source } = footing;
  if (member === undefined) {
    if (missingAt !== null)
      source.error(
        'missing',
        '`otherwise` is missing: it settles changes no rule is about',
        'write otherwise: { allow: true, because: no rule asks for more }',
        missingAt,
      );
    return floor ?? { allow: false, because: '' };
  }
  const fields = source.fields(member.node, '`otherwise`', member.at, ['allow', 'because'], {
    reason: 'because',
    approve: 'allow',
  });
  if (fields === null) return { allow: false, because: '' };
  const [allowMember, becauseMember] = [fields.get('allow'), fields.get('because')];
  if (allowMember === undefined)
    source.error('missing', '`otherwise` has no `allow`', 'write allow: true or allow: false', member.at);
  if (becauseMember === undefined)
    source.error(
      'missing',
      '`otherwise` has no `because`',
      'say why in a few words: it is the first line of such a decision',
      member.at,
    );
  const given =
    allowMember === undefined ? null : source.boolean(allowMember.node, '`allow` of `otherwise`', allowMember.at);
  const because =
    becauseMember === undefined
      ? null
      : source.string(becauseMember.node, '`because` of `otherwise`', becauseMember.at);
  const allow =
    raised(footing, '`allow` of `otherwise`', floor?.allow ?? null, given, (a, b) => Number(b) - Number(a)) ?? false;
  return { allow, because: because?.value ?? floor?.because ?? '' };
}
