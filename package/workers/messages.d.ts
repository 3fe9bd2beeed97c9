import type { Build } from '../inkgrad.js';
import type { SharedMemory } from './shared-window.js';

/** What a worker starts with: a new session's spec, or the file of a saved one. */
export interface Start {
  module: WebAssembly.Module;
  build: Build;
  shared: SharedMemory;
  rank: number;
  spec?: object;
  file?: Uint8Array;
}

/** What the supervisor sends. */
export interface Command {
  id: number;
  name: string;
  given: object;
}

/** What a worker answers; it says once that it is ready for commands. */
export type Answer =
  | { ready: true }
  | { id: number; value: unknown }
  /** `fatal` where the worker's instance is of no use any more. */
  | { id: number; error: object; fatal: boolean };

/** What a call of steps did, with those that it resumed. */
export interface StepResult {
  /** The numbers of the report, in the order of the bindings. */
  report: Float64Array;
  steps: number;
  /** Whether it ended before all steps were taken: it was aborted, or its time was over. */
  stopped: boolean;
}
