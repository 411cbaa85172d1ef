import { isScalar, type Node } from 'yaml';
import type { Position } from '../../values/index.ts';
import { show, type Placed, type YamlSource } from './yaml-source.ts';

/** A length of time such as `24h` or `30d`, in seconds. */
export function readDuration(source: YamlSource, node: Node | null, what: string, at: Position): Placed<number> | null {
  const units: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };
  const match = isScalar(node) ? /^([1-9]\d{0,4})([mhdw])$/.exec(String(node.value)) : null;
  if (match !== null) return { value: Number(match[1]) * units[match[2]!]!, at: source.at(node) };
  if (!isScalar(node)) return source.wrong(node, what, 'a length of time such as 24h or 30d', at);
  return source.error(
    'invalid-duration',
    `${what}: \`${show(String(node.value))}\` is not a length of time`,
    'write a number and m, h, d or w, such as 24h or 30d',
    source.at(node),
  );
}

/** `5%` as 0.05. */
export function readPercent(source: YamlSource, node: Node | null, what: string, at: Position): Placed<number> | null {
  const match = isScalar(node) ? /^(\d{1,3}(?:\.\d{1,3})?) ?%$/.exec(String(node.value)) : null;
  if (match !== null && Number(match[1]) <= 100) return { value: Number(match[1]) / 100, at: source.at(node) };
  if (!isScalar(node)) return source.wrong(node, what, 'a percentage such as 5%', at);
  return source.error(
    'invalid-percent',
    `${what}: \`${show(String(node.value))}\` is not a percentage`,
    'write 0% to 100%, such as 5%',
    source.at(node),
  );
}

/** A day such as `2027-03-01` that the calendar has. */
export function readDate(source: YamlSource, node: Node | null, what: string, at: Position): Placed<string> | null {
  const given = source.string(node, what, at);
  if (given === null) return null;
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(given.value);
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (match !== null && day >= 1 && day <= days) return given;
  return source.error(
    'invalid-date',
    `${what}: \`${show(given.value)}\` is not a day`,
    'write it as 2027-03-01',
    given.at,
  );
}
