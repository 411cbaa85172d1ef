import childProcess from 'node:child_process';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** What befalls the step with this number, from 1: the process dies there, or the step fails. */
export interface Fault {
  readonly step: number;
  readonly kind: 'dies' | 'fails';
}

/** Thrown at the step where the process dies, and at each one after: nothing that it would still do happens. */
export class Died extends Error {}

const whole = { spawn: childProcess.spawn, open: fsPromises.open, rename: fsPromises.rename, rm: fsPromises.rm, mkdir: fsPromises.mkdir };

/** Does the work on a machine with this fault, and gives the number of steps: programs started, and writes to the disk. */
export async function onFaultyMachine(fault: Fault | null, work: () => Promise<void>): Promise<{ readonly steps: readonly string[]; readonly error: unknown }> {
  const steps: string[] = [];
  /** Whether this step fails; throws where the process is dead. */
  const step = (name: string): boolean => {
    steps.push(name);
    if (fault === null || steps.length < fault.step) return false;
    if (fault.kind === 'dies') throw new Died(`at step ${fault.step}`);
    return steps.length === fault.step;
  };
  const failing = () => Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  const onDisk = <T extends unknown[], R>(name: string, call: (...args: T) => Promise<R>) => async (...args: T): Promise<R> => {
    if (step(name)) throw failing();
    return call(...args);
  };
  Object.assign(childProcess, {
    spawn: (program: string, args: string[], options: childProcess.SpawnOptions) =>
      step(`${program} ${args.find((arg) => /^[a-z][a-z-]+$/.test(arg)) ?? ''}`)
        ? whole.spawn(process.execPath, ['-e', 'process.stderr.write("fatal: the machine failed\\n"); process.exit(128)'], options)
        : whole.spawn(program, args, options),
  });
  Object.assign(fsPromises, {
    rename: onDisk('rename', whole.rename),
    rm: onDisk('rm', whole.rm),
    mkdir: onDisk('mkdir', whole.mkdir),
    open: async (...args: Parameters<typeof whole.open>) => {
      if (step('open')) throw failing();
      const handle = await whole.open(...args);
      for (const name of ['writeFile', 'sync'] as const) {
        const call = (handle[name] as (...rest: unknown[]) => Promise<void>).bind(handle);
        Object.assign(handle, { [name]: onDisk(name, call) });
      }
      return handle;
    },
  });
  syncBuiltinESMExports();
  try {
    await work();
    return { steps, error: null };
  } catch (error) {
    return { steps, error };
  } finally {
    Object.assign(childProcess, { spawn: whole.spawn });
    const { open, rename, rm, mkdir } = whole;
    Object.assign(fsPromises, { open, rename, rm, mkdir });
    syncBuiltinESMExports();
  }
}
