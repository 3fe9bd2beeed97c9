import type { Session } from './inkgrad.js';

/** A file of a model. */
export interface ModelFile {
  name: string;
  bytes: Uint8Array;
}

/**
 * A format of {@link Session.export}: `'safetensors'`, the parameters by PyTorch's names, with the spec beside them;
 * `'pytorch'`, a script that needs only torch, with the optimiser's state; `'onnx'`, an ONNX model; `'keras'`, a Keras 3
 * model; `'tfjs'`, a layers model of TensorFlow.js; `'spec'`, the spec alone;
 * `'torchrun'`, a folder whose `train.py` goes on with the session on any number of processes; `'flower'`, a Flower app that
 * trains it on the data of several owners. What these two write opens by `Session.load`.
 */
export type ExportFormat = 'safetensors' | 'pytorch' | 'onnx' | 'keras' | 'tfjs' | 'spec' | 'torchrun' | 'flower';

/** What an export says besides what the session knows. */
export interface ExportOptions {
  /** The name of the files without their ends. Default: `model`. */
  name?: string;
  /** What the training data are. */
  data?: string;
  /** The accuracy that was measured, 0 to 1. */
  accuracy?: number;
  /** How raw data become the values that are then scaled. */
  preprocessing?: string;
  /** What the network is meant for. */
  intendedUse?: string;
  /** What it should not be relied on for. */
  limits?: string;
}

/** Options of `importModel`. */
export interface ImportOptions {
  /**
   * How the outputs of a foreign ONNX model without softmax or sigmoid at its end are read: `'mse'` (default) as they are,
   * `'cross_entropy'` and `'binary_cross_entropy'` as logits, so that `predict` gives probabilities.
   */
  loss?: 'mse' | 'cross_entropy' | 'binary_cross_entropy';
}

/** What an import found worth knowing: a stable name, the sentence, and the values in it. */
export interface ImportNote {
  id: string;
  message: string;
  values: Record<string, string>;
}

/** The result of `importModel`. */
export interface ImportedModel {
  session: Session;
  notes: ImportNote[];
}
