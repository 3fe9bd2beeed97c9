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

/** One class of a prediction. */
export interface NamedPrediction {
  /** Its name; its index where the classes have no names. */
  label: string;
  /** 0..1. */
  probability: number;
}

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
