import { contractSchemas } from '../../contract/index.ts';
import { Failure } from '../../core/values/index.ts';
import { printJson } from '../json/print.ts';
import type { Outcome, Session } from './command.ts';

/** `countersign schema [NAME]` */
export async function schema(session: Session, name: string | null): Promise<Outcome> {
  const schemas = contractSchemas();
  const names = Object.keys(schemas);
  if (name === null) {
    if (session.json) await printJson(session.terminal, { schemas: names });
    else await session.terminal.answer(names.map((each) => [each]));
    return 'ok';
  }
  const found = schemas[name];
  if (found === undefined || !Object.hasOwn(schemas, name)) {
    throw new Failure('usage', 'user', `there is no schema \`${name}\``, [`the schemas are ${names.join(', ')}`]);
  }
  await printJson(session.terminal, found);
  return 'ok';
}
