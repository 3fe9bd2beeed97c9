/// <reference lib="esnext.disposable" />
import type { Augment, EarlyStopping, Optimizer, Schedule, Spec } from './generated/spec.js';
import type { CsvFile, CsvOptions, Drawing, IdxFile, PreparedDrawing } from './inputs.js';

export * from './generated/spec.js';
export * from './inputs.js';

/** What kind of fault an {@link InkgradError} tells of. */
export type ErrorCode = 'spec' | 'data' | 'shape' | 'state' | 'format' | 'gpu' | 'memory' | 'aborted';

/** Every failure of this package. The message says where, what was found, what would be right and what to do. */
export class InkgradError extends Error {
  constructor(
    code: ErrorCode,
    message: string,
    details?: { path?: string; offset?: number; found?: string; expected?: string; cause?: unknown },
  );
  readonly code: ErrorCode;
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
  /** Turns a drawing into a network's input the way that its data set was made. */
  prepareDrawing(drawing: Drawing): PreparedDrawing;
  /** Reads an uncompressed IDX file of unsigned bytes, the format of MNIST. Errors: code `format`, `offset` in bytes. */
  readIdx(bytes: Uint8Array): IdxFile;
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

/** The parts that data are divided into. */
export type Part = 'train' | 'validation' | 'test';

/** Samples and what a network should answer; copied when handed over. */
export interface LabelledSamples {
  /** n × the product of the input's shape, row-major. */
  inputs: Uint8Array | Float32Array;
  /** n class indices, or n × outputs values to be approached. */
  labels: Uint8Array | Uint32Array | Float32Array;
  /** What every input is multiplied by; 1 unless given. */
  scale?: number;
  /**
   * Whether these training data only stand in until the real ones come: while they do, `epoch` stays where it is, the
   * schedule stays at its first rate and early stopping waits. False unless given.
   */
  warmup?: boolean;
}

/** What some steps did. */
export interface StepReport {
  /** Steps since creation. */
  step: number;
  /** Epochs since creation, with the fraction of the one at hand. */
  epoch: number;
  /** Samples of this call. */
  samples: number;
  /** Mean loss of this call's samples, each before its update, without penalties; NaN without samples. */
  loss: number;
  /** Fraction of this call's samples that was answered right, 0..1; null for regression. */
  accuracy: number | null;
  /** Euclidean norm of the last step's gradient, penalties included, before clipping. */
  gradientNorm: number;
  /** The last step's learning rate. */
  learningRate: number;
  /** Why training stopped by itself; later steps do nothing until reset, new data, new parameters or configure. */
  finished: null | 'early_stopping' | 'diverged';
}

/** How a network does on a part of the data. */
export interface Evaluation {
  /** Mean loss of a sample, without penalties. */
  loss: number;
  /** 0..1; null for regression. */
  accuracy: number | null;
  /** Samples. */
  count: number;
  /** Classes × classes, rows the truth, columns the answer; null for regression. */
  confusion: Uint32Array | null;
  /** n × outputs, as `predict` gives them; only with `perSample`. */
  outputs?: Float32Array;
}

/** A layer, what it gives and what it costs. */
export interface LayerSummary {
  name: string;
  kind: string;
  /** The shape of one sample's output. */
  outputShape: number[];
  /** Numbers that training changes, or would if the layer were trainable. */
  parameters: number;
  /** Multiplications, each with an addition, for one sample. */
  multiplyAdds: number;
}

/** An array with a name; `data` is row-major. */
export interface NamedArray {
  name: string;
  shape: number[];
  data: Float32Array;
}

/** Gradients of the data loss. */
export interface Gradients {
  /** Mean loss of the samples. */
  loss: number;
  /** n × the input's product, with respect to the scaled input. */
  input: Float32Array;
  parameters: NamedArray[];
}

/** What a session runs on. */
export interface Backend {
  build: Build;
  workers: number;
  gpu: Gpu | null;
  /** Why, for every option that was left to inkgrad or could not be had. */
  reason: string;
}

/** A spec with its defaults filled in. */
export type FilledSpec = Spec &
  Required<Pick<Spec, 'version' | 'seed' | 'schedule' | 'batch_size' | 'shuffle' | 'l1' | 'l2'>>;

/** Fields of any member of a union but its kind. */
type Fields<Union> = Union extends unknown ? Partial<Omit<Union, 'kind'>> & { kind?: undefined } : never;

/** What may change while a network trains; null takes a setting away. */
export interface SpecChanges {
  /** Without a kind, the fields that are named change and the rest stays. */
  optimizer?: Optimizer | Fields<Optimizer>;
  schedule?: Schedule | null;
  batch_size?: number;
  clip_norm?: number | null;
  l1?: number;
  l2?: number;
  augment?: Augment | null;
  early_stopping?: EarlyStopping | null;
  /** By index, as in `{ "3": { rate: 0.2 } }`. */
  layers?: Record<string, { rate?: number; trainable?: boolean }>;
}

/** Lets a call be taken back; the call then yields to the event loop at least every 20 ms, or after each step that takes longer. */
export interface Signal {
  signal?: AbortSignal | null;
}

/** How samples are scaled. */
export interface Scale {
  /** What every input is multiplied by; the training data's scale unless given, 1 before any data. */
  scale?: number | null;
}

/**
 * A network in training. Calls queue and run in order; a failed one leaves the session as it was and does not stop the
 * queue. Arrays handed in are copied when the call is made; arrays handed out are the caller's.
 */
export interface Session {
  /** The spec, every default filled in. */
  readonly spec: FilledSpec;
  /** What this session runs on. */
  readonly backend: Backend;
  /** A row a layer. */
  summary(): LayerSummary[];
  /** Sets a part of the data, or replaces it; new training data drop the part-finished epoch. */
  setData(part: Part, data: LabelledSamples): Promise<void>;
  /** k optimiser steps (1 unless given), each on the next `batch_size` samples. After `aborted`, whole steps stay done. */
  step(k?: number, options?: Signal): Promise<StepReport>;
  /** Measures the network on a part of the data. */
  evaluate(part: Part, options?: Signal & { perSample?: boolean }): Promise<Evaluation>;
  /** n samples to n × outputs: probabilities for a classifier. */
  predict(inputs: Uint8Array | Float32Array, options?: Scale): Promise<Float32Array>;
  /** One sample's output of every layer, after its activation, in evaluation mode; the last are the logits. */
  activations(input: Uint8Array | Float32Array, options?: Scale): Promise<NamedArray[]>;
  /** Gradients of the mean data loss at the current parameters, without a step and in evaluation mode. */
  gradients(
    inputs: Uint8Array | Float32Array,
    labels: Uint8Array | Uint32Array | Float32Array,
    options?: Scale,
  ): Promise<Gradients>;
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
