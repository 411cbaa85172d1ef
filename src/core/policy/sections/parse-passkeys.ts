import { byOrder, raised, type Footing } from '../files/floors.ts';
import { syncedOrder, type Policy } from '../policy.ts';
import type { Member } from '../reading/yaml-source.ts';

/** What passkeys that may be copied to other devices are good for: `passkeys: { synced: refuse }`. */
export function readPasskeys(footing: Footing, member: Member | undefined): Policy['passkeys'] {
  const floor = footing.under?.passkeys ?? null;
  const { source } = footing;
  const field = member === undefined ? undefined : source.fields(member.node, '`passkeys`', member.at, ['synced'], { backup: 'synced', backedup: 'synced', sync: 'synced' })?.get('synced');
  const given = field === undefined ? null : source.oneOf(field.node, '`synced` of `passkeys`', field.at, syncedOrder);
  return { synced: raised(footing, '`synced` of `passkeys`', floor?.synced ?? null, given, byOrder(syncedOrder)) ?? 'allow' };
}
