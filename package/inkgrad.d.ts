/// <reference lib="esnext.disposable" />
import type {
  Control,
  ExplainOptions,
  FitOptions,
  Inputs,
  LabelledSamples,
  Labels,
  NearestOptions,
  Part,
  Scale,
  SpecChanges,
  TrainOptions,
} from './calls.js';
import type {
  CsvFile,
  CsvOptions,
  Drawing,
  IdxFile,
  Picture,
  PreparedDrawing,
  UnlabelledCsvFile,
} from './data-formats.js';
import type { Layer, Spec } from './generated/spec.js';
import type {
  Evaluation,
  FitResult,
  Gradients,
  LayerSummary,
  NamedArray,
  NamedPrediction,
  Neighbour,
  Statistics,
  StepReport,
} from './results.js';

export * from './calls.js';
export * from './data-formats.js';
export * from './generated/spec.js';
export * from './results.js';

/** What kind of fault an {@link InkgradError} tells of. */
export type ErrorCode = 'spec' | 'data' | 'shape' | 'state' | 'format' | 'gpu' | 'memory' | 'aborted';

/** Every failure of this package. The message says where, what was found, what would be right and what to do. */
export class InkgradError extends Error {
  constructor(
    code: ErrorCode,
    message: string,
    details?: {
      id?: string;
      values?: Record<string, string>;
      path?: string;
      offset?: number;
      found?: string;
      expected?: string;
      cause?: unknown;
    },
  );
  readonly code: ErrorCode;
  /** The stable name of the message, as in `spec.expected_positive_integer`, for programs with words of their own. */
  readonly id: string;
  /** What stands in the message besides `path`, `found` and `expected`, by name. */
  readonly values: Readonly<Record<string, string>>;
  /** The offending field or argument, as in `layers[2].units`. */
  readonly path?: string;
  /** The byte (IDX, safetensors) or line (CSV) at which the fault lies. */
  readonly offset?: number;
  /** What was there. */
  readonly found?: string;
  /** What would be right. */
  readonly expected?: string;
}

/** An instruction set that there is a binary for. */
export type Build = 'simd128' | 'relaxed-simd';

/** A place that a binary can come from. */
export type BinarySource = string | URL | Response | BufferSource | WebAssembly.Module;

/** Options of {@link load}; each may be left out. */
export interface LoadOptions {
  /** Which binary; `'auto'` (default) takes the fastest that can run here. */
  build?: 'auto' | Build;
  /**
   * Cores to train on, 1 by default. One computes on the caller's thread; more are workers of their own, for which that
   * thread never waits. `'auto'` takes all cores for a network and batch that are large enough, as they are when the session
   * begins: `configure` does not change the count. Where there is no shared memory (a
   * page that is not cross-origin isolated) it is one whatever is given; `Session.backend` says why.
   */
  workers?: number | 'auto';
  /**
   * WebGPU. `'auto'` uses it for steps that are large enough by a fixed rule, never a GPU that the processor computes;
   * `'on'` fails with code `gpu` where there is none. With `'off'` (default) nothing of it is fetched.
   */
  gpu?: 'off' | 'auto' | 'on';
  /** Where the binary comes from, if not from beside this module; a function is given the name of the build. */
  wasm?: BinarySource | Promise<BinarySource> | ((build: Build) => BinarySource | Promise<BinarySource>);
}

/** A graphics processor. */
export interface Gpu {
  vendor: string;
  architecture: string;
  description: string;
  /** Whether it is computed in software. */
  fallback: boolean;
}

/** What is available here. */
export interface Info {
  readonly version: string;
  readonly build: Build;
  /** Cores that can be trained on. */
  readonly workers: number;
  readonly gpu: Gpu | null;
}

/**
 * An instance of the binary that shares nothing with any other.
 *
 * @throws {InkgradError} code `spec` for wrong options, `state` where there is no WebAssembly SIMD or a policy forbids
 * WebAssembly, `format` where the binary does not come or is none, `gpu` where a GPU is asked for and there is none
 */
export function load(options?: LoadOptions): Promise<Inkgrad>;

/** What {@link load} gives. */
export interface Inkgrad {
  readonly Session: SessionClass;
  readonly info: Info;
  /** The spec with its defaults filled in, and a row a layer, without a network. Errors: code `spec`, the first fault. */
  describe(spec: Spec): { spec: FilledSpec; layers: LayerSummary[] };
  /**
   * The kinds of layers that can follow samples of a shape, with a start value for every field that must be given.
   */
  layersAfter(shape: readonly number[]): { kind: Layer['kind']; fields: Record<string, unknown> }[];
  /** The JSON Schema of a spec, as in `inkgrad.schema.json`. */
  readonly schema: object;
  /** Paints signed numbers; a host without `ImageData` has no pictures (code `state`). */
  paint(picture: Picture): ImageData;
  /** Turns a drawing into a network's input the way that its data set was made. */
  prepareDrawing(drawing: Drawing): PreparedDrawing;
  /** Reads an uncompressed IDX file of unsigned bytes, the format of MNIST. Errors: code `format`, `offset` in bytes. */
  readIdx(bytes: Uint8Array): IdxFile;
  /** Reads a CSV file of numbers without labels. Errors: code `format`, `offset` in lines. */
  readCsv(bytes: Uint8Array, options: { header?: boolean; label: null }): UnlabelledCsvFile;
  /** Reads a CSV file of numbers with one column of labels. Errors: code `format`, `offset` in lines. */
  readCsv(bytes: Uint8Array, options?: CsvOptions): CsvFile;
}

/** A `Uint8Array` over an `ArrayBuffer` of its own, said so that versions of TypeScript before 5.7 understand it. */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>;

/** The sessions of one instance. */
export interface SessionClass {
  readonly prototype: Session;
  [Symbol.hasInstance](value: unknown): boolean;
  /** Checks the whole spec and allocates. Errors: code `spec`, with the path of the first field that is wrong. */
  create(spec: Spec): Promise<Session>;
  /** A session from what `save()` wrote: with the same data set again it goes on exactly where it was, bit for bit. */
  load(bytes: Uint8Array): Promise<Session>;
}

/** What a session runs on. */
export interface Backend {
  build: Build;
  workers: number;
  gpu: Gpu | null;
  /** Why, for every option that was left to inkgrad or could not be had: a sentence. */
  reason: string;
  /** The same for programs with words of their own. */
  reasons: Reason[];
}

/** Why something is as it is: a stable name, and what stands in the sentence. */
export interface Reason {
  id: string;
  values: Record<string, string>;
}

/** A spec with its defaults filled in. */
export type FilledSpec = Spec &
  Required<Pick<Spec, 'version' | 'seed' | 'schedule' | 'batch_size' | 'shuffle' | 'l1' | 'l2'>>;

/**
 * A network in training. Calls queue and run in order; a failed one leaves the session as it was and does not stop the
 * queue. Arrays handed in are copied when the call is made; arrays handed out are the caller's.
 */
export interface Session {
  /** The spec, every default filled in. */
  readonly spec: FilledSpec;
  /** What this session runs on. */
  readonly backend: Backend;
  /** The names of the classes, by index; null where they have none. */
  readonly classes: string[] | null;
  /** A row a layer. */
  summary(): LayerSummary[];
  /** Sets a part of the data, or replaces it; new training data drop the part-finished epoch. */
  setData(part: Part, data: LabelledSamples): Promise<void>;
  /** k optimiser steps (1 unless given), each on the next `batch_size` samples. After `aborted`, whole steps stay done. */
  step(k?: number, options?: Control): Promise<StepReport>;
  /** Trains for some epochs or steps. Other calls made meanwhile are answered between steps. */
  fit(options: FitOptions): Promise<FitResult>;
  /** Trains while it is iterated over, and gives a report of every 100 steps, or of `every` so many. */
  train(options: TrainOptions): AsyncGenerator<StepReport, void, void>;
  /** Measures the network on a part of the data. */
  evaluate(part: Part, options?: Control & { perSample?: boolean }): Promise<Evaluation>;
  /** n samples to n × outputs: probabilities for a classifier. */
  predict(inputs: Inputs, options?: Scale & Control & { named?: false }): Promise<Float32Array>;
  /** For each sample every class with its name and probability, the most probable first. */
  predict(inputs: Inputs, options: Scale & Control & { named: true }): Promise<NamedPrediction[][]>;
  /** One sample's output of every layer, after its activation, in evaluation mode; the last are the logits. */
  activations(input: Inputs, options?: Scale & Control): Promise<NamedArray[]>;
  /** Gradients of the mean data loss at the current parameters, without a step and in evaluation mode. */
  gradients(inputs: Inputs, labels: Labels, options?: Scale & Control): Promise<Gradients>;
  /** What of one sample's scaled input speaks for a class: of the input's shape, in evaluation mode. */
  explain(input: Inputs, options?: ExplainOptions): Promise<Float32Array>;
  /** The samples of a part of the data that are nearest to this one inside the network, the nearest first. */
  nearest(input: Inputs, options?: NearestOptions): Promise<Neighbour[]>;
  /** What parameters and layers hold, and how the last step changed them. Who does not ask pays nothing. */
  statistics(options?: Control): Promise<Statistics>;
  /** All parameters, running statistics included, in PyTorch's layouts. */
  parameters(): Promise<NamedArray[]>;
  /** Sets all parameters or some; none where one of them is wrong. */
  setParameters(list: readonly { name: string; shape: readonly number[]; data: Float32Array }[]): Promise<void>;
  /** Changes the training part of the spec, whole or not at all. */
  configure(changes: SpecChanges): Promise<void>;
  /** A safetensors file: parameters, optimiser state, place in the run, spec. Not the data. */
  save(): Promise<OwnBytes>;
  /** Fresh parameters and optimiser state, from `seed` where one is given; the data stay. */
  reset(seed?: number): Promise<void>;
  /** Gives all memory back; later calls fail with code `state`. */
  free(): void;
  [Symbol.dispose](): void;
}
