import type { Ports, Repository } from '../ports/index.ts';

/**
 * The ports of a gate: a branch is what `refs/heads` of the repository pushed to holds. Its `refs/remotes` anybody may
 * push to, and what lies there stands for no branch of anybody.
 */
export function withOwnBranches(ports: Ports): Ports {
  const { repository } = ports;
  const resolveBranch: Repository['resolveBranch'] = async (fullRef) => (await repository.readRef(fullRef)).id;
  return {
    ...ports,
    repository: new Proxy(repository, {
      get(target, name) {
        if (name === 'resolveBranch') return resolveBranch;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    }),
  };
}
