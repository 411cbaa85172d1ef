/*
 * A reader of git-ai notes that forgives nothing: every MUST of `specs/git_ai_standard_v3.0.0.md`
 * (git-ai-project/git-ai) on what a note holds. Written from the specification alone, sharing no code with ours.
 */

export interface StrictNote {
  readonly files: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly metadata: {
    readonly base_commit_sha: string;
    readonly sessions: Readonly<Record<string, { agent_id: { tool: string; id: string; model: string } }>>;
  };
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`the note breaks its specification: ${what}`);
}

export function readStrictly(text: string): StrictNote {
  const lines = text.split('\n');
  const divider = lines.indexOf('---');
  must(divider >= 0, 'no divider line of exactly `---`');
  const metadata = JSON.parse(lines.slice(divider + 1).join('\n')) as Record<string, never>;
  must(metadata['schema_version'] === 'authorship/3.0.0', 'schema_version');
  must(typeof metadata['base_commit_sha'] === 'string', 'base_commit_sha');
  must(isMap(metadata['prompts']), 'prompts');
  const sessions = (metadata['sessions'] ?? {}) as Record<string, { agent_id: Record<string, unknown> }>;
  const humans = (metadata['humans'] ?? {}) as Record<string, { author: unknown }>;
  for (const [key, record] of Object.entries(sessions)) {
    must(/^s_[0-9a-f]{14}$/.test(key), `session key ${key}`);
    for (const field of ['tool', 'id', 'model']) must(typeof record.agent_id[field] === 'string', `agent_id.${field}`);
    for (const field of ['messages', 'messages_url', 'total_additions']) must(!(field in record), `session with ${field}`);
    const more = (record as { custom_attributes?: Record<string, unknown> }).custom_attributes ?? {};
    must(Object.values(more).every((value) => typeof value === 'string'), 'custom_attributes of strings');
  }
  const files: Record<string, Record<string, number[]>> = {};
  let path: string | null = null;
  for (const line of lines.slice(0, divider)) {
    must(line !== '', 'an empty line in the attestations');
    if (!line.startsWith(' ')) {
      const quoted = line.startsWith('"');
      path = quoted ? line.slice(1, -1) : line;
      must(quoted ? line.endsWith('"') && line.length > 2 : !/[\s"]/.test(line), `path ${line}`);
      must(!(path in files), `the path ${path} twice`);
      files[path] = {};
      continue;
    }
    must(path !== null, 'an entry before a path');
    const entry = /^ {2}(\S+) (\S+)$/.exec(line);
    must(entry !== null, `entry \`${line}\``);
    const key = entry[1]!;
    if (key.startsWith('s_')) {
      must(/^s_[0-9a-f]{14}::t_[0-9a-f]{14}$/.test(key), `key ${key}`);
      must(Object.hasOwn(sessions, key.slice(0, 16)), `key ${key} not in sessions`);
    } else if (key.startsWith('h_')) {
      must(/^h_[0-9a-f]{14}$/.test(key) && key in humans, `key ${key}`);
    } else must(/^(?:[0-9a-f]{16}|[0-9a-f]{7})$/.test(key) && Object.hasOwn(metadata['prompts'] ?? {}, key), `key ${key}`);
    must(!(key in files[path]!), `the key ${key} twice under ${path}`);
    const numbers: number[] = [];
    for (const part of entry[2]!.split(',')) {
      const range = /^([1-9]\d*)(?:-([1-9]\d*))?$/.exec(part);
      must(range !== null, `range ${part}`);
      const [start, end] = [Number(range[1]), Number(range[2] ?? range[1])];
      must(start <= end && start > (numbers.at(-1) ?? 0), `order of ${entry[2]!}`);
      for (let n = start; n <= end; n++) numbers.push(n);
    }
    files[path]![key] = numbers;
  }
  for (const [name, keys] of Object.entries(files)) must(Object.keys(keys).length > 0, `the file ${name} without attestations`);
  return { files, metadata: { base_commit_sha: metadata['base_commit_sha'] as string, sessions: sessions as never } };
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
