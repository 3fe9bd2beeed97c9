/**
 * @file What this feature knows of the page: a part of the state, of the actions, and the core for pictures.
 *
 * @typedef {import('./strokes.js').Drawing} Drawing
 * @typedef {{ index: number | null, label: number | null, input: Float32Array }} Sample a picture of the validation data, or
 *   another one, which has no index
 * @typedef {{ probabilities: Float32Array, input: Float32Array, generation: number }} Answer
 * @typedef {{ steps: import('./prepare.js').Steps, prepare: (raw: import('./prepare.js').Picture,
 *   name: import('../../../shared/data-sets.js').DataSet) => Float32Array | null }} Preparation by other steps
 * @typedef {{ generation: number, state: 'known' | 'unknown', value: number }} Unfamiliar
 */

/**
 * @template T
 * @typedef {{ readonly value: T, peek(): T }} Readable
 */

/**
 * @typedef {object} DrawState
 * @property {Readable<Drawing>} drawing
 * @property {Readable<boolean>} erasing
 * @property {Readable<Sample | null>} sample stands on the pad in place of a drawing
 * @property {Readable<Answer | null>} answer
 * @property {Readable<{ step: number }>} position
 * @property {Readable<{ pen: number }>} preferences
 * @property {Readable<{ dataset: import('../../../shared/data-sets.js').Dataset }>} experiment
 * @property {Readable<number>} theme
 * @property {Readable<Preparation | null>} preparation
 * @property {Readable<object | null>} [damage] of the copy that answers
 * @property {Readable<{ dead?: boolean } | null>} [health] of the network
 * @property {Readable<Unfamiliar | null> & { value: Unfamiliar | null }} unfamiliar
 * @property {Readable<number>} points
 * @property {Readable<import('../../samples/samples.js').KeptSample[]>} samples that were kept
 * @property {Readable<import('../../samples/samples.js').ClassSet[]>} classSets
 *
 * @typedef {object} DrawActions
 * @property {(change: (drawing: Drawing) => Drawing, at: number) => void} draw
 * @property {() => void} clear
 * @property {() => void} undo
 * @property {(erasing: boolean) => void} erase
 * @property {(index?: number) => void} showSample
 * @property {(preparation: Preparation | null) => void} setPreparation
 * @property {import('../../actions.js').Actions['changeSamples']} changeSamples
 * @property {(route: string) => void} navigate
 * @property {(name: 'pen', value: number) => void} setPreference
 *
 * @typedef {object} DrawApp
 * @property {DrawState} state
 * @property {DrawActions} actions
 * @property {Readable<Pick<import('inkgrad').Inkgrad, 'paint' | 'prepareDrawing'> | null>} inkgrad
 * @property {import('../../app/queries.js').Ask} ask
 *
 * @typedef {import('../../app/island.jsx').Part} Part
 */

export {};
