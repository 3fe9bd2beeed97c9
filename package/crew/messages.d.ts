import type { Build } from '../inkgrad.js';
import type { Room } from './room.js';

/** What a worker begins with. */
export interface Start {
  module: WebAssembly.Module;
  build: Build;
  room: Room;
  index: number;
  /** One of the two: a new session, or one to go on with. */
  spec?: object;
  file?: Uint8Array;
}

/** What steps did. */
export interface Taken {
  /** As the bindings order it. */
  report: Float64Array;
  /** Steps of this call. */
  steps: number;
  /** Steps since this call's last checkpoint. */
  since: number;
}

/** What a worker answers. */
export type Answer =
  | { id: number; value: unknown }
  | { id: number; error: object; ended: boolean }
  | { id: 0; kept: Taken & { file: Uint8Array } };
