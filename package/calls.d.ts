import type { Augment, EarlyStopping, Optimizer, Schedule } from './generated/spec.js';
import type { HistoryRow, StepReport } from './results.js';

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
   * schedule stays at its first rate and early stopping waits. So `fit` and `train` end by `steps` with them, never by
   * `epochs`. False unless given.
   */
  warmup?: boolean;
}

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
  /** By index, as in `{ "3": { rate: 0.2 } }`; `"3.1"` is the layer at 1 within that at 3. */
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
