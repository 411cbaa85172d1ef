import { isList, JsonProblem, readJson, type JsonObject, type JsonValue } from '../attestation/index.ts';
import { largestReport, ReportProblem } from './report-problem.ts';

/** A report has no more values than this. */
const values = 2_000_000;

/** Reads a report that is one JSON object; a byte order mark before it is passed over. Throws `ReportProblem`. */
export function readJsonReport(bytes: Uint8Array): JsonObject {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  try {
    return objectOf(readJson(from, { bytes: largestReport, values }).value, 'it');
  } catch (error) {
    if (error instanceof JsonProblem) throw new ReportProblem(error.message);
    throw error;
  }
}

/** The value as an object; `where` names it in the `ReportProblem` thrown otherwise. */
export function objectOf(value: JsonValue | undefined, where: string): JsonObject {
  if (value instanceof Map) return value;
  throw new ReportProblem(`${where} is not an object`);
}

/** The value as a list; `where` names it in the `ReportProblem` thrown otherwise. */
export function listOf(value: JsonValue | undefined, where: string): readonly JsonValue[] {
  if (value !== undefined && isList(value)) return value;
  throw new ReportProblem(`${where} is not a list`);
}

/** The value where it is a text; `null`: it is none. */
export function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** Whether a statement can name a tool so: on one line of at most 128 characters. */
export function isToolName(text: string): boolean {
  return /^[^\u0000-\u001f\u007f-\u009f]{1,128}$/.test(text);
}
