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
  FileContents,
  FileOptions,
  IdxFile,
  Picture,
  PreparedDrawing,
  UnlabelledCsvFile,
} from './data-formats.js';
import type { Layer, Spec } from './generated/spec.js';
import type { ExportFormat, ExportOptions, ImportedModel, ImportOptions, ModelFile } from './model-formats.js';
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
export * from './model-formats.js';
export * from './results.js';

/** The kind of an {@link InkgradError}. */
export type ErrorCode = 'spec' | 'data' | 'shape' | 'state' | 'format' | 'gpu' | 'memory' | 'aborted';

/** The error of this package. The message has the path, what was expected, what was found, and a hint. */
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
  /** The stable name of the message, as in `spec.expected_positive_integer`, for translation. */
  readonly id: string;
  /** The other values in the message, by name. */
  readonly values: Readonly<Record<string, string>>;
  /** The invalid field or argument, as in `layers[2].units`. */
  readonly path?: string;
  /** The byte (IDX, safetensors) or line (CSV) of the error. */
  readonly offset?: number;
  /** The invalid value. */
  readonly found?: string;
  /** The valid values. */
  readonly expected?: string;
}

/** The instruction set of a binary. */
export type Build = 'simd128' | 'relaxed-simd';

/** A source of a binary. */
export type BinarySource = string | URL | Response | BufferSource | WebAssembly.Module;

/** Options of {@link load}, all optional. */
export interface LoadOptions {
  /** The binary; `'auto'` (default) is the fastest that the engine supports. */
  build?: 'auto' | Build;
  /**
   * The number of cores to train on, 1 by default. With 1, training runs on the caller's thread. With more, it runs on
   * workers, and the caller's thread stays free. `'auto'` uses several cores if the network and the batch are large enough
   * when the session is created; `configure` does not change the number. Without shared memory (a page that is not
   * cross-origin isolated) one core is used. `Session.backend` has the reason.
   */
  workers?: number | 'auto';
  /**
   * WebGPU. `'auto'` uses it if a step is large enough by a fixed formula, and never a software adapter. `'on'` fails with
   * code `gpu` if there is none. With `'off'` (default) no code for it is fetched.
   */
  gpu?: 'off' | 'auto' | 'on';
  /** The source of the binary; by default the file next to this module. A function gets the name of the build. */
  wasm?: BinarySource | Promise<BinarySource> | ((build: Build) => BinarySource | Promise<BinarySource>);
}

/** A graphics processor. */
export interface Gpu {
  vendor: string;
  architecture: string;
  description: string;
  /** Whether it is a software adapter. */
  fallback: boolean;
}

/** The version, and what is available in this engine. */
export interface Info {
  readonly version: string;
  readonly build: Build;
  /** Cores that are available for training. */
  readonly workers: number;
  readonly gpu: Gpu | null;
}

/**
 * Creates an instance of the binary, which shares no state with other instances.
 *
 * @throws {InkgradError} code `spec` for invalid options, `state` without WebAssembly SIMD or if a policy forbids
 * WebAssembly, `format` if the binary cannot be fetched or is invalid, `gpu` if a GPU is required and not available
 */
export function load(options?: LoadOptions): Promise<Inkgrad>;

/** The result of {@link load}. */
export interface Inkgrad {
  readonly Session: SessionClass;
  readonly info: Info;
  /** The spec with its defaults filled in, and a row per layer, without creating a network. Errors: code `spec`. */
  describe(spec: Spec): { spec: FilledSpec; layers: LayerSummary[] };
  /**
   * The kinds of layers that accept samples of a shape, with an initial value for every required field.
   */
  layersAfter(shape: readonly number[]): { kind: Layer['kind']; fields: Record<string, unknown> }[];
  /** The JSON Schema of a spec, as in `inkgrad.schema.json`. */
  readonly schema: object;
  /** Paints signed numbers. Errors: code `state` in an engine without `ImageData`. */
  paint(picture: Picture): ImageData;
  /** Converts a drawing to a network's input, with the preprocessing of its data set. */
  prepareDrawing(drawing: Drawing): PreparedDrawing;
  /** Reads an uncompressed IDX file of unsigned bytes, the format of MNIST. Errors: code `format`, `offset` in bytes. */
  readIdx(bytes: Uint8Array): IdxFile;
  /** Reads a CSV file of numbers without labels. Errors: code `format`, `offset` in lines. */
  readCsv(bytes: Uint8Array, options: { header?: boolean; label: null }): UnlabelledCsvFile;
  /** Reads a CSV file of numbers with one column of labels. Errors: code `format`, `offset` in lines. */
  readCsv(bytes: Uint8Array, options?: CsvOptions): CsvFile;
  /**
   * Reads a CSV, IDX, NPY or PNG file, gzipped or not, or a zip archive of these, NPZ among them. The kind is told by the
   * bytes. What reads them is fetched at the first call. Errors: code `format`, `offset` in bytes or, in CSV, lines; `memory`
   * over 1 GiB of contents.
   */
  readFile(bytes: Uint8Array, options?: FileOptions): Promise<FileContents>;
  /**
   * A session from the files of another program: an ONNX or Keras model, or safetensors beside a spec in JSON; an export of
   * ours comes back with its predictions. What reads them is fetched at the first call. Errors: code `format`, for a damaged
   * file or the first node that no layer can say; `spec`, `memory`.
   */
  importModel(files: readonly ModelFile[], options?: ImportOptions): Promise<ImportedModel>;
}

/** A `Uint8Array` with its own `ArrayBuffer`, in a form that TypeScript before 5.7 also accepts. */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>;

/** The sessions of one instance. */
export interface SessionClass {
  readonly prototype: Session;
  [Symbol.hasInstance](value: unknown): boolean;
  /** Validates the whole spec and allocates. Errors: code `spec`, with the path of the first invalid field. */
  create(spec: Spec): Promise<Session>;
  /** A session from a file of `save()`. After the same data are set, training resumes bit for bit. */
  load(bytes: Uint8Array): Promise<Session>;
}

/** The hardware and the build that a session uses. */
export interface Backend {
  build: Build;
  workers: number;
  gpu: Gpu | null;
  /** A sentence with the reasons, for every option that was `auto` or not available. */
  reason: string;
  /** The same as ids, for translation. */
  reasons: Reason[];
}

/** A reason: a stable name, and the values in the sentence. */
export interface Reason {
  id: string;
  values: Record<string, string>;
}

/** A spec with its defaults filled in. */
export type FilledSpec = Spec &
  Required<Pick<Spec, 'version' | 'seed' | 'schedule' | 'batch_size' | 'shuffle' | 'l1' | 'l2'>>;

/**
 * A network in training. Calls are queued and run in order. A call that fails does not change the session and does not stop
 * the queue. Array arguments are copied when the call is made. Returned arrays belong to the caller.
 */
export interface Session {
  /** The spec, every default filled in. */
  readonly spec: FilledSpec;
  /** The hardware and the build that this session uses. */
  readonly backend: Backend;
  /** The names of the classes, by index; null if they have none. */
  readonly classes: string[] | null;
  /** A row per layer. */
  summary(): LayerSummary[];
  /** Sets or replaces a part of the data. New training data discard the current epoch. */
  setData(part: Part, data: LabelledSamples): Promise<void>;
  /** Takes k optimiser steps (default 1), each on the next `batch_size` samples. After `aborted`, completed steps are kept. */
  step(k?: number, options?: Control): Promise<StepReport>;
  /** Trains for some epochs or steps. Other calls run between steps. */
  fit(options: FitOptions): Promise<FitResult>;
  /** Trains while it is iterated over. Yields a report per 100 steps, or per `every` steps. */
  train(options: TrainOptions): AsyncGenerator<StepReport, void, void>;
  /** Loss, accuracy and confusion matrix on a part of the data. */
  evaluate(part: Part, options?: Control & { perSample?: boolean }): Promise<Evaluation>;
  /** The n × outputs of n samples: probabilities for a classifier. */
  predict(inputs: Inputs, options?: Scale & Control & { named?: false }): Promise<Float32Array>;
  /** For each sample every class with its name and probability, the most probable first. */
  predict(inputs: Inputs, options: Scale & Control & { named: true }): Promise<NamedPrediction[][]>;
  /** One sample's output of every layer, after its activation, in evaluation mode. The last layer gives the logits. */
  activations(input: Inputs, options?: Scale & Control): Promise<NamedArray[]>;
  /** Gradients of the mean data loss at the current parameters, without a step and in evaluation mode. */
  gradients(inputs: Inputs, labels: Labels, options?: Scale & Control): Promise<Gradients>;
  /** The attribution of each value of one sample's scaled input to a class, in evaluation mode. */
  explain(input: Inputs, options?: ExplainOptions): Promise<Float32Array>;
  /** The samples of a part of the data whose features are nearest to this sample's, the nearest first. */
  nearest(input: Inputs, options?: NearestOptions): Promise<Neighbour[]>;
  /** Statistics of parameters and layers, and of the last update. They cost nothing until the first call. */
  statistics(options?: Control): Promise<Statistics>;
  /** All parameters, running statistics included, in PyTorch's layouts. */
  parameters(): Promise<NamedArray[]>;
  /** Sets all or some parameters. If one is invalid, none is set. */
  setParameters(list: readonly { name: string; shape: readonly number[]; data: Float32Array }[]): Promise<void>;
  /** Changes the training part of the spec. If one change is invalid, none is made. */
  configure(changes: SpecChanges): Promise<void>;
  /** A safetensors file with parameters, optimiser state, training progress and spec, without the data. */
  save(): Promise<OwnBytes>;
  /**
   * The network as files of another program, each with its preparation of inputs and a `card.md`. It takes scaled inputs
   * `[n, …input]` and gives what `predict` gives. What writes them is fetched at the first call. Errors: code `format`, with
   * the layer's path, for what the format cannot represent.
   */
  export(format: ExportFormat, options?: ExportOptions): Promise<ModelFile[]>;
  /** Initialises parameters and optimiser state again, from `seed` if one is given. The data are kept. */
  reset(seed?: number): Promise<void>;
  /** Frees all memory. Later calls fail with code `state`. */
  free(): void;
  [Symbol.dispose](): void;
}
