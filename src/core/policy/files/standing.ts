import type { Position } from '../../values/index.ts';
import { nearest } from '../nearest.ts';
import { pinnedPath, pinOf, type Pin, type PinnedKind, type PinnedText, type PinnedTexts } from '../pinned-texts.ts';
import type { Policy, PolicyProblem } from '../policy.ts';
import { presets } from '../presets/presets.ts';
import { show, type Member, type YamlSource } from '../reading/yaml-source.ts';
import type { Footing } from './floors.ts';

/** Texts a policy may stand on, one on the other, itself not counted. */
const deepest = 8;

/** How the text below is found and read. */
export interface Below {
  /** Digests of the pinned texts that led here, the first pinned one first. */
  readonly chain: readonly string[];
  readonly texts: PinnedTexts;
  readonly preset: (name: string) => Policy | null;
  readonly pinned: (found: PinnedText, pin: Pin) => { readonly policy: Policy | null; readonly problems: readonly PolicyProblem[] };
}

/** What a file stands on, by `extends` or `fork`: a preset, or the text of another repository by its digest. */
export function readFooting(source: YamlSource, fields: ReadonlyMap<string, Member>, below: Below): Footing {
  const none: Footing = { source, under: null, named: '', fork: '', raise: false };
  const [parent, fork] = [fields.get('extends'), fields.get('fork')];
  if (parent !== undefined && fork !== undefined) {
    source.error(
      'contradiction',
      '`extends` and `fork` exclude each other',
      'keep `extends` to stay on the text below, `fork` to own a copy',
      fork.at,
    );
    return none;
  }
  const member = parent ?? fork;
  if (member === undefined) return none;
  const name = source.string(member.node, `\`${member.key}\``, member.at);
  if (name === null) return none;
  const raise = member === parent;
  if (/[/@:]/.test(name.value)) {
    const pin = readPin(source, name.value, name.at, `extend ${Object.keys(presets).join(', ')}, or pin it`, 'policies');
    const under = pin === null ? null : readPinned(source, pin, name.at, below);
    return pin === null || under === null ? none : { source, under, named: pin.name, fork: `fork: ${pin.name}@sha256:…`, raise };
  }
  const known = Object.keys(presets);
  const under = below.preset(name.value);
  if (under === null) {
    const close = nearest(name.value, known);
    source.error(
      'unknown-preset',
      `unknown preset \`${show(name.value)}\`${close === null ? '' : `; did you mean \`${close}\`?`}`,
      `presets: ${known.join(', ')}`,
      name.at,
    );
    return none;
  }
  return { source, under, named: name.value, fork: `fork: ${name.value}`, raise };
}

/** A reference with its digest; whatever else it may be is an error. */
export function readPin(source: YamlSource, reference: string, at: Position, mend: string, kind: PinnedKind): Pin | null {
  const pin = pinOf(reference);
  if (pin !== null) return pin;
  const digest = /@sha256:(.*)$/.exec(reference)?.[1];
  const why =
    digest === undefined
      ? 'is neither a preset nor pinned to a digest'
      : /^[0-9a-f]{64}$/.test(digest)
        ? 'names no host and path before its digest'
        : `is pinned to what is no SHA-256: ${/^[0-9a-f]*$/.test(digest) ? `${digest.length} digits stand there, 64 are due` : '64 digits are due, 0-9 and a-f in lower case'}`;
  const message = `\`${show(reference)}\` ${kind === 'people' ? why.replace('neither a preset nor', 'not') : why}`;
  return source.error('unpinned', message, `${mend}: github.com/acme/${kind}@sha256:…, 64 digits of its SHA-256`, at);
}

/** The pinned text itself, if it is here and is what was pinned. */
export function findPinned(source: YamlSource, kind: PinnedKind, pin: Pin, at: Position, texts: PinnedTexts): PinnedText | null {
  const path = pinnedPath(kind, pin.digest);
  const found = texts(kind, pin.digest);
  if (found === null)
    return source.error(
      'pinned-missing',
      `the text of \`${show(pin.name)}\` is not here: \`${path}\` is missing`,
      kind === 'people'
        ? 'put it there unchanged, on this branch, or name it with --people FILE; nothing is fetched, the digest is checked'
        : 'put it there unchanged, on this branch; nothing is fetched, and countersign policy lint checks its digest',
      at,
    );
  if (found.digest === pin.digest) return found;
  return source.error(
    'pinned-differs',
    `\`${found.file === path ? path : show(found.file)}\` is not the text that \`${show(pin.name)}\` pins: its SHA-256 is ${found.digest}, the pin says ${pin.digest}`,
    'put the pinned text back, or read this one and pin its digest',
    at,
  );
}

function readPinned(source: YamlSource, pin: Pin, at: Position, below: Below): Policy | null {
  if (below.chain.includes(pin.digest))
    return source.error(
      'extends-circle',
      `\`${show(pin.name)}\` stands on itself: ${[...below.chain, pin.digest].map((digest) => digest.slice(0, 12)).join(' → ')}`,
      'let one of them stand on a preset, or on nothing',
      at,
    );
  if (below.chain.length >= deepest)
    return source.error(
      'extends-depth',
      `\`${show(pin.name)}\` is the ${deepest + 1}th text below this policy; ${deepest} are the most`,
      'join some of them: nobody reads so many',
      at,
    );
  const found = findPinned(source, 'policies', pin, at, below.texts);
  if (found === null) return null;
  const { policy, problems } = below.pinned(found, pin);
  source.note(...problems);
  if (policy === null && problems.every(({ severity }) => severity !== 'error'))
    source.error('unreadable', `\`${show(found.file)}\` cannot be read as a policy`, null, at);
  return policy;
}
