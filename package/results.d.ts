import type { Session } from './inkgrad.js';

/** The report of some steps. */
export interface StepReport {
  /** Steps since creation. */
  step: number;
  /** Epochs since creation, with the fraction of the current one. */
  epoch: number;
  /** Samples of this call. */
  samples: number;
  /** Mean loss of this call's samples, each before its update, without penalties; NaN without samples. */
  loss: number;
  /** Fraction of this call's samples that was classified correctly, 0..1; null for regression. */
  accuracy: number | null;
  /** Euclidean norm of the last step's gradient, penalties included, before clipping. */
  gradientNorm: number;
  /** The last step's learning rate. */
  learningRate: number;
  /** Why training has finished; later steps do nothing until reset, new data, new parameters or configure. */
  finished: null | 'early_stopping' | 'diverged';
}

/** The metrics of a network on a part of the data. */
export interface Evaluation {
  /** Mean loss of a sample, without penalties. */
  loss: number;
  /** 0..1; null for regression. */
  accuracy: number | null;
  /** Samples. */
  count: number;
  /** Confusion matrix: rows are targets, columns predictions; null for regression, and for over 1,024 classes. */
  confusion: Uint32Array | null;
  /** n × outputs, as `predict` gives them; only with `perSample`. */
  outputs?: Float32Array;
  /** The loss of each of the n samples; only with `perSample`. */
  losses?: Float32Array;
}

/** A layer, its output shape and its cost. */
export interface LayerSummary {
  name: string;
  kind: string;
  /** The shape of one sample's output. */
  outputShape: number[];
  /** The number of parameters, trainable or not. */
  parameters: number;
  /** Multiply-adds per sample. */
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
  /** n × input size, with respect to the scaled input. */
  input: Float32Array;
  parameters: NamedArray[];
}

/** One class of a prediction. */
export interface NamedPrediction {
  /** The name of the class, or its index if the classes have no names. */
  label: string;
  /** 0..1. */
  probability: number;
}

/** An epoch, or the part of an epoch at the end of training. */
export interface HistoryRow {
  /** Counted from 1 since creation. */
  epoch: number;
  /** Steps since creation. */
  step: number;
  /** Mean loss over the epoch's samples, each before its update. */
  loss: number;
  /** 0..1; null for regression. */
  accuracy: number | null;
  /** null without validation. */
  validationLoss: number | null;
  validationAccuracy: number | null;
  /** The last step's learning rate. */
  learningRate: number;
  /** The duration, including validation. */
  seconds: number;
}

/** The result of {@link Session.fit}. */
export interface FitResult {
  /** A row per epoch; the last may cover a part of an epoch. */
  history: HistoryRow[];
  finished: StepReport['finished'];
}

/** A sample whose features are near another's. */
export interface Neighbour {
  /** Its index in the data. */
  index: number;
  /** Its class, by name if classes have names; its target values for a regression. */
  label: number | string | number[];
  /** Euclidean distance. */
  distance: number;
}

/** A histogram of 32 equal bins. */
export interface Histogram {
  /** The 33 edges, from the minimum to the maximum. */
  edges: number[];
  /** The 32 counts. */
  counts: number[];
}

/** Statistics of a parameter, of its gradient and of its last update. Gradient and update are null before the first step. */
export interface ParameterStatistics {
  name: string;
  mean: number;
  /** Population standard deviation. */
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

/** Dead and saturated units of a layer, over the last batch. Null before the first step. */
export interface LayerStatistics {
  name: string;
  /** Fraction of units that give 0 for every sample. */
  dead: number | null;
  /** Fraction within 0.01 of an asymptote for 95 % of the samples; null for functions other than sigmoid and tanh. */
  saturated: number | null;
}

/** The result of {@link Session.statistics}. */
export interface Statistics {
  parameters: ParameterStatistics[];
  /** A row per layer with an activation. */
  layers: LayerStatistics[];
}
