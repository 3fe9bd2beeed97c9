import type { Build } from '../inkgrad.js';
import type { SharedMemory } from './shared-window.js';

/** The arguments of the command `start`: `spec` for a new session, `file` for a saved one. */
export interface Start {
  module: WebAssembly.Module;
  build: Build;
  shared: SharedMemory;
  rank: number;
  spec?: object;
  file?: Uint8Array;
}

/** A message to a worker. */
export interface Command {
  id: number;
  name: string;
  args: object;
}

/** A message from a worker: the result of a command, or once that the worker is ready for commands. */
export type Reply =
  | { ready: true }
  | { id: number; value: unknown }
  /** `fatal` if the worker's wasm instance can no longer be used. */
  | { id: number; error: object; fatal: boolean };

/** The result of the command `step`. With `resume` it includes the steps before the command was stopped. */
export interface StepResult {
  /** The report's numbers, in the order of `Handle.report`. */
  report: Float64Array;
  steps: number;
  /** Whether it stopped before the last step: it was aborted or reached its time limit. */
  stopped: boolean;
}
