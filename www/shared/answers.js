/** @file What the workers answer to queries, by the name of the query (`worker/queries`). */

/**
 * @typedef {import('inkgrad').Spec} Spec
 * @typedef {import('./protocol.js').DataCommand} DataCommand
 * @typedef {import('./protocol.js').TrainingPosition} TrainingPosition
 */

/**
 * The question about a kept step of a run, and the answer. `probabilities` are null where
 * the drawing is no input of the network; `parameter` has the first of its numbers.
 *
 * @typedef {{ bytes: Uint8Array, data: DataCommand, input: Float32Array | null, mistakes?: number }} KeptStateQuery
 * @typedef {{ truth: number, answer: number, confidence: number, pixels: Uint8ClampedArray }} KeptMistake `pixels`: grey, 0..255
 * @typedef {{ input: number[], probabilities: Float32Array | null, loss: number, accuracy: number | null,
 *   confusion: Uint32Array | null, count: number, mistakes: KeptMistake[],
 *   parameter: { name: string, shape: number[], values: Float32Array } | null }} KeptState
 */

/**
 * The strongest connections into one layer: `strength` is weight × activation of the source with a drawing,
 * and the weight without one.
 *
 * @typedef {{ from: Uint32Array, to: Uint32Array, strength: Float32Array }} Connections
 * @typedef {{ kind: string, shape: number[], activations: Float32Array | null, connections: Connections | null }} InspectedLayer
 */

/**
 * Answer of the query `activations`.
 *
 * @typedef {object} Activations
 * @property {number} generation of the drawing
 * @property {number} step of the weights
 * @property {boolean} empty whether the drawing has no ink; then there are no activations
 * @property {InspectedLayer[]} layers a row each of the summary
 * @property {boolean} partial whether the budget ended before the connections of every layer were found
 */

/**
 * Answer of the query `weights`: what parameters there are, and a stretch of one of them.
 *
 * @typedef {object} Weights
 * @property {number} step of the weights
 * @property {import('inkgrad').Spec} spec of the network
 * @property {{ name: string, shape: number[] }[]} parameters all of them, in order
 * @property {string} name of the parameter of which these are
 * @property {number} from flat index of the first value
 * @property {Float32Array} values
 * @property {number} largest size of a value of the whole parameter
 * @property {number} rootMeanSquare of the whole parameter
 */

/**
 * Answers of the queries `data-counts` and `data-samples`.
 *
 * @typedef {object} DataCounts
 * @property {number[]} samples of training, validation and test
 * @property {number[][]} counts of each class in these parts; of numbers to predict, over bins
 * @property {number[] | null} edges of the bins
 *
 * @typedef {object} DataSamples some pictures of a class
 * @property {'train' | 'validation' | 'test'} part
 * @property {number | null} label null for all classes
 * @property {number} from of those of the class
 * @property {number} total of the class
 * @property {number[]} indices in the part
 * @property {number} width
 * @property {number} height
 * @property {Uint8ClampedArray} pixels
 * @property {number[]} labels
 */

/**
 * Answer of the query `model-file`: what the file of a saved session holds.
 *
 * @typedef {object} ModelFile
 * @property {Uint8Array} bytes of the file
 * @property {import('./data-sets.js').Dataset} dataset that it was trained on, or one of its input's shape
 * @property {import('./data-sets.js').Dataset[]} choices data on which it can go on, where the file does not say it
 * @property {Spec} spec
 * @property {number} parameters
 * @property {string} version of inkgrad that wrote it; empty where it does not say
 * @property {string | null} finished why training had ended, `early_stopping` or `diverged`
 * @property {number | null} accuracy the best one, where early stopping monitors it
 * @property {import('./page-texts.js').PageTexts} page what the page has added
 * @property {TrainingPosition} position
 * @property {ForeignModel | null} foreign null for a session's own file
 *
 * A model that another program has written, or that was written for one.
 *
 * @typedef {object} ForeignModel
 * @property {number} size bytes of its files
 * @property {import('inkgrad').ImportNote[]} notes
 * @property {Loss | null} loss how its outputs are read, where the file does not say it
 * @property {{ accuracy: number | null, loss: number, count: number } | null} measured over validation samples; null where they
 *   cannot be read
 *
 * @typedef {'mse' | 'cross_entropy' | 'binary_cross_entropy'} Loss
 *
 * The question: the files of one model, and for one of another program what the person has chosen.
 *
 * @typedef {{ files: { name: string, file: Blob }[], present: import('./data-sets.js').Dataset | null,
 *   own: readonly import('./protocol.js').DataCommand[], dataset?: import('./data-sets.js').Dataset, loss?: Loss }} ModelFileQuery
 */

/**
 * The question of the query `model-export`, and its answer. `classes` are the names of the classes. `drawing` is the present
 * input of the network: of pictures the drawing on the pad, of a table the row; null where there is none. `withData`: the data
 * are put beside the program that trains on them. `check` is null where the format has nothing that could be compared.
 *
 * @typedef {{ file: Blob, data: DataCommand, format: import('inkgrad').ExportFormat, options: import('inkgrad').ExportOptions,
 *   classes: readonly string[] | null, drawing: Float32Array | null, withData: boolean }} ModelExportQuery
 * @typedef {{ name: string, content: Blob }} ExportedFile
 * @typedef {{ files: ExportedFile[], zip: Blob, check: Check | null }} ModelExport
 *
 * Samples with what is predicted for them: n × inputs, n × outputs; a label is null for the drawing.
 *
 * @typedef {{ inputs: Float32Array, outputs: Float32Array, shape: number[], labels: (string | null)[] }} Check
 */

/**
 * Answer of the query `layer-outputs`: what every layer gives for the drawing, after its activation.
 *
 * @typedef {object} LayerOutputs
 * @property {number} generation of the drawing
 * @property {number} step of the weights
 * @property {import('inkgrad').Spec} spec of the network
 * @property {Float32Array | null} input null where there is no ink; then there are no layers
 * @property {Float32Array | null} probabilities null without a drawing
 * @property {LayerOutput[]} layers a row each of the summary
 *
 * @typedef {object} LayerOutput
 * @property {string} name
 * @property {string} kind
 * @property {number[]} shape
 * @property {Float32Array} values
 * @property {{ heads: number, tokens: number, weights: Float32Array } | null} attention heads × tokens × tokens: row i is
 *   what token i takes from each; null where the layer has none
 * @property {{ steps: number, units: number, values: Float32Array } | null} states of a recurrent layer after each step
 */

/**
 * Answer of the query `unfamiliarity`.
 *
 * @typedef {object} Unfamiliarity
 * @property {number} generation of the drawing
 * @property {number} step of the weights from whose answers it is known what the network has learned
 * @property {boolean} newest whether there were no newer weights
 * @property {number | null} value 0..1, how unlike anything learned the drawing is, unknown from 0.5 on; null without ink
 */

/**
 * Answer of the query `sample`.
 *
 * @typedef {{ index: number, label: number, input: Float32Array }} Sample
 */

export {};
