/// <reference lib="esnext.disposable" />
import type { Augment, EarlyStopping, Layer, Optimizer, Schedule, Spec } from './generated/spec.js';
import type { CsvFile, CsvOptions, Drawing, IdxFile, Picture, PreparedDrawing, UnlabelledCsvFile } from './inputs.js';

export * from './generated/spec.js';
export * from './inputs.js';

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

/** The parts that data are divided into. */
export type Part = 'train' | 'validation' | 'test';

/** Numbers, or arrays of numbers, one for each sample. */
export type NestedNumbers = readonly (number | NestedNumbers | Uint8Array | Uint8ClampedArray | Float32Array)[];

/**
 * n samples, row-major, flat or nested by sample. Bytes are `Uint8Array` and `Uint8ClampedArray`; all else counts as floats.
 */
export type Inputs = Uint8Array | Uint8ClampedArray | Float32Array | Float64Array | NestedNumbers;

/**
 * What a network should answer. Classes: `Uint8Array`, `Uint32Array` or `Int32Array` of n indices, or n strings, which are
 * named in the order of their first appearance in the training data. Values to be approached: `Float32Array` of n × outputs.
 * An array of numbers holds classes where it has n whole ones, values where it has n × outputs.
 */
export type Labels = Uint8Array | Uint32Array | Int32Array | Float32Array | NestedNumbers | readonly string[];

/** Samples and what a network should answer; copied when handed over. */
export interface LabelledSamples {
  inputs: Inputs;
  labels: Labels;
  /**
   * What every input is multiplied by, neither 0 nor infinite. 1 unless given; for validation and test data that of the
   * training data.
   */
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
  /** Classes × classes, rows the truth, columns the answer; null for regression, and over 1,024 classes. */
  confusion: Uint32Array | null;
  /** n × outputs, as `predict` gives them; only with `perSample`. */
  outputs?: Float32Array;
  /** The loss of each of the n samples; only with `perSample`. */
  losses?: Float32Array;
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

/**
 * How a call that computes is made. On the caller's thread it yields to the event loop at least every 20 ms, or after each
 * step or block of 256 samples that takes longer.
 */
export interface Control {
  /** Takes the call back: it fails with code `aborted`, and whole steps stay done. */
  signal?: AbortSignal | null;
  /** Whether it is done in one go, without yielding; false unless given. */
  blocking?: boolean;
}

/** How samples are scaled. */
export interface Scale {
  /** What every input is multiplied by; the training data's scale unless given, 1 before any data. */
  scale?: number | null;
}

/** One class of a prediction. */
export interface NamedPrediction {
  /** Its name; its index where the classes have no names. */
  label: string;
  /** 0..1. */
  probability: number;
}

/** How long to train: one of the two. `epochs: n` ends with the end of the n-th epoch from here. */
export type TrainingLength = { epochs: number; steps?: undefined } | { steps: number; epochs?: undefined };

/** Options of {@link Session.fit}. */
export type FitOptions = TrainingLength &
  Control & {
    /** Whether validation data are evaluated at each epoch's end; where they are set unless given. */
    validation?: boolean;
    /** Told of every step, and awaited. */
    onStep?: (report: StepReport) => unknown;
    /** Told of every epoch, and awaited. */
    onEpoch?: (row: HistoryRow) => unknown;
  };

/** Options of {@link Session.train}. */
export type TrainOptions = TrainingLength &
  Control & {
    /** Steps between two reports; 100 unless given. */
    every?: number;
  };

/** An epoch, or the part of one with which training ended. */
export interface HistoryRow {
  /** Counted from 1 since creation. */
  epoch: number;
  /** Steps since creation. */
  step: number;
  /** Mean over the epoch's samples, each before its update. */
  loss: number;
  /** 0..1; null for regression. */
  accuracy: number | null;
  /** null without validation. */
  validationLoss: number | null;
  validationAccuracy: number | null;
  /** The last step's. */
  learningRate: number;
  /** What the row took, validation included. */
  seconds: number;
}

/** What {@link Session.fit} gives. */
export interface FitResult {
  /** A row an epoch, the last one also for a part of one. */
  history: HistoryRow[];
  finished: StepReport['finished'];
}

/** Options of {@link Session.explain}. */
export interface ExplainOptions extends Scale, Control {
  /** The class whose logit is explained, the answer unless given; for a regression the index of the output, 0 unless given. */
  target?: number;
  /** `'gradient'` unless given. */
  method?: 'gradient' | 'gradient_x_input' | 'integrated_gradients' | 'occlusion';
  /** Points of the path of integrated gradients; 32 unless given. */
  steps?: number;
  /** Side of the window of occlusion, in pixels; 4 unless given. */
  size?: number;
  /** From window to window, in pixels; 2 unless given. */
  stride?: number;
  /** What the window puts in place of the scaled input; 0 unless given. */
  value?: number;
}

/** Options of {@link Session.nearest}. */
export interface NearestOptions extends Scale, Control {
  /** `'train'` unless given. */
  part?: Part;
  /** 5 unless given. */
  count?: number;
  /** The layer whose outputs are compared; unless given, the inputs of the last layer that has parameters. */
  layer?: string;
}

/** A sample that is near to another inside the network. */
export interface Neighbour {
  /** Its place in the data. */
  index: number;
  /** Its class, by name where classes have names; its values for a regression. */
  label: number | string | number[];
  /** Euclidean. */
  distance: number;
}

/** How often numbers fall into each of 32 equal bins. */
export interface Histogram {
  /** 33, from the least number to the greatest. */
  edges: number[];
  /** 32. */
  counts: number[];
}

/** What a parameter holds, and how the last step changed it. What needs a step is null before it. */
export interface ParameterStatistics {
  name: string;
  mean: number;
  /** Over n. */
  deviation: number;
  minimum: number;
  maximum: number;
  /** Euclidean; penalties included, before clipping. */
  gradientNorm: number | null;
  /** |update| / |weight|, Euclidean; null until a `step` call after the first `statistics` call. */
  updateRatio: number | null;
  weight: Histogram;
  gradient: Histogram | null;
  update: Histogram | null;
}

/** How many of a layer's units do nothing, over the last batch. What needs a step is null before it. */
export interface LayerStatistics {
  name: string;
  /** Fraction of units that give 0 for every sample. */
  dead: number | null;
  /** Fraction within 0.01 of an asymptote for 95 % of the samples; null for functions other than sigmoid and tanh. */
  saturated: number | null;
}

/** What {@link Session.statistics} gives. */
export interface Statistics {
  parameters: ParameterStatistics[];
  /** A row a layer with an activation. */
  layers: LayerStatistics[];
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
