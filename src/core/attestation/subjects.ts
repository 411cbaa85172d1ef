import type { Subject, Statement } from './statement.ts';

/** A statement without its subjects, which follow from the predicate. */
export type Said = { readonly [N in Statement['name']]: Pick<Extract<Statement, { name: N }>, 'name' | 'predicate'> }[Statement['name']];

/**
 * What a statement is about, as in-toto's subjects (spec/v1/statement.md): always what its predicate says, so that
 * neither can be read for something else than the other.
 */
export function subjectsOf(said: Said): readonly Subject[] {
  switch (said.name) {
    case 'sign-off':
    case 'declaration':
    case 'override': {
      const { target, head, change } = said.predicate;
      return [{ name: target, digest: { gitCommit: head.commit, gitTree: head.tree } }, theChange(change.digest)];
    }
    case 'after-review': {
      const { target, landing } = said.predicate;
      return [{ name: target, digest: { gitCommit: landing.commit } }, theChange(landing.change)];
    }
    case 'audit':
      return [{ name: 'ledger', digest: { sha256: said.predicate.ledger?.root ?? '' } }];
    case 'evidence': {
      const { commit, tree } = said.predicate;
      return [{ name: 'tree', digest: { ...(commit === null ? {} : { gitCommit: commit }), gitTree: tree } }];
    }
    case 'review': {
      const { target, head, change } = said.predicate;
      return [{ name: target, digest: { gitCommit: head } }, theChange(change)];
    }
    case 'landing':
      return [{ name: said.predicate.target, digest: { gitCommit: said.predicate.to } }];
    case 'adoption':
      return [{ name: said.predicate.target, digest: { gitCommit: said.predicate.commit } }];
  }
}

function theChange(sha256: string): Subject {
  return { name: 'change', digest: { sha256 } };
}
