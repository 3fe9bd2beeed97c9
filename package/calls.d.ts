import type { Augment, EarlyStopping, Optimizer, Schedule } from './generated/spec.js';
import type { Session } from './inkgrad.js';
import type { HistoryRow, StepReport } from './results.js';

/** The parts of the data. */
export type Part = 'train' | 'validation' | 'test';

/** Numbers, or arrays of numbers, one for each sample. */
export type NestedNumbers = readonly (number | NestedNumbers | Uint8Array | Uint8ClampedArray | Float32Array)[];

/**
 * n samples, row-major, flat or nested by sample. `Uint8Array` and `Uint8ClampedArray` are bytes; all others are floats.
 */
export type Inputs = Uint8Array | Uint8ClampedArray | Float32Array | Float64Array | NestedNumbers;

/**
 * Targets. Classes: `Uint8Array`, `Uint32Array` or `Int32Array` of n indices, or n strings, whose indices follow the order of
 * first appearance in the training data. Regression: `Float32Array` of n × outputs. An array of n integers is read as classes,
 * an array of n × outputs numbers as regression targets.
 */
export type Labels = Uint8Array | Uint32Array | Int32Array | Float32Array | NestedNumbers | readonly string[];

/** Samples with their labels or targets. They are copied when the call is made. */
export interface LabelledSamples {
  inputs: Inputs;
  labels: Labels;
  /**
   * The factor of every input, finite and not 0. Default: 1 for training data, the training data's scale for the other parts.
   */
  scale?: number;
  /**
   * Whether these training data are a placeholder until the real data arrive. With them `epoch` and the schedule do not
   * advance, and early stopping does not count. So `fit` and `train` must be given `steps`, not `epochs`. Default: false.
   */
  warmup?: boolean;
}

/** The fields of each member of a union, without its kind. */
type Fields<Union> = Union extends unknown ? Partial<Omit<Union, 'kind'>> & { kind?: undefined } : never;

/** Changes that are possible during training; null removes a setting. */
export interface SpecChanges {
  /** Without a kind, only the given fields change. */
  optimizer?: Optimizer | Fields<Optimizer>;
  schedule?: Schedule | null;
  batch_size?: number;
  clip_norm?: number | null;
  l1?: number;
  l2?: number;
  augment?: Augment | null;
  early_stopping?: EarlyStopping | null;
  /** By index, as in `{ "3": { rate: 0.2 } }`; `"3.1"` is the layer at 1 within that at 3. */
  layers?: Record<string, { rate?: number; trainable?: boolean }>;
}

/**
 * Options of all calls that compute. On the caller's thread a call yields to the event loop at least every 20 ms, or after each
 * step or block of 256 samples that takes longer.
 */
export interface Control {
  /** Aborts the call: it fails with code `aborted`, and completed steps are kept. */
  signal?: AbortSignal | null;
  /** Whether it runs without yielding. Default: false. */
  blocking?: boolean;
}

/** How samples are scaled. */
export interface Scale {
  /** The factor of every input. Default: the training data's scale, or 1 without data. */
  scale?: number | null;
}

/** The length of training, one of the two. `epochs: n` ends with the end of the n-th epoch from here. */
export type TrainingLength = { epochs: number; steps?: undefined } | { steps: number; epochs?: undefined };

/** Options of {@link Session.fit}. */
export type FitOptions = TrainingLength &
  Control & {
    /** Whether validation data are evaluated at the end of each epoch. Default: if they are set. */
    validation?: boolean;
    /** Called after every step, and awaited. */
    onStep?: (report: StepReport) => unknown;
    /** Called after every epoch, and awaited. */
    onEpoch?: (row: HistoryRow) => unknown;
  };

/** Options of {@link Session.train}. */
export type TrainOptions = TrainingLength &
  Control & {
    /** Steps between two reports. Default: 100. */
    every?: number;
  };

/** Options of {@link Session.explain}. */
export interface ExplainOptions extends Scale, Control {
  /** The class whose logit is explained; for a regression the index of the output. Default: the predicted class, or 0. */
  target?: number;
  /** Default: `'gradient'`. */
  method?: 'gradient' | 'gradient_x_input' | 'integrated_gradients' | 'occlusion';
  /** Steps of integrated gradients. Default: 32. */
  steps?: number;
  /** Side of the occlusion window in pixels. Default: 4. */
  size?: number;
  /** Stride of the occlusion window in pixels. Default: 2. */
  stride?: number;
  /** The value of occluded pixels, as a scaled input. Default: 0. */
  value?: number;
}

/** Options of {@link Session.nearest}. */
export interface NearestOptions extends Scale, Control {
  /** Default: `'train'`. */
  part?: Part;
  /** Default: 5. */
  count?: number;
  /** The layer whose outputs are compared. Default: the inputs of the last layer that has parameters. */
  layer?: string;
}
