import type { Position } from '../values/index.ts';

/** An enrolled human; `level` is a name of the policy's ladder. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly emails: readonly string[];
  /** Forge name → login. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
  readonly at: Position;
}

/** A machine that writes: never counts as a person. `operator: required` means a human must stand behind it. */
export interface Agent {
  readonly id: string;
  readonly operator: 'required' | 'none';
  readonly emails: readonly string[];
  readonly accounts: Readonly<Record<string, string>>;
  readonly at: Position;
}

/** A machine whose key may sign evidence, landings or adoptions. */
export interface Gate {
  readonly id: string;
  readonly keys: readonly string[];
  readonly may: readonly ('evidence' | 'landing' | 'adoption')[];
  readonly at: Position;
}

/** A named set of person ids. */
export interface Team {
  readonly id: string;
  readonly members: readonly string[];
  readonly at: Position;
}

/** The content of `.countersign/people.yaml` on the protected branch. */
export interface People {
  readonly persons: readonly Person[];
  readonly agents: readonly Agent[];
  readonly gates: readonly Gate[];
  readonly teams: readonly Team[];
}
