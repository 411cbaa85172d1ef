export type { Exclusion, SetAside, SignOff, Verdict } from './sign-off.ts';
