/**
 * @file What this feature knows of the page: a part of the state, of the actions, and the core for pictures.
 *
 * @typedef {import('./strokes.js').Drawing} Drawing
 * @typedef {{ probabilities: Float32Array, input: Float32Array }} Answer
 * @typedef {{ index: number | null, label: number | null, input: Float32Array }} Sample a picture of the validation data, or
 *   another one, which has no index
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
 * @property {Readable<{ dataset: { name: import('../../../shared/data-sets.js').DataSetName } }>} experiment
 * @property {Readable<number>} theme
 * @property {Readable<object | null>} [damage] of the copy that answers
 * @property {Readable<{ dead?: boolean } | null>} [health] of the network
 *
 * @typedef {object} DrawActions
 * @property {(change: (drawing: Drawing) => Drawing, at: number) => void} draw
 * @property {() => void} clear
 * @property {() => void} undo
 * @property {(erasing: boolean) => void} erase
 * @property {(index?: number) => void} showSample
 * @property {(name: 'pen', value: number) => void} setPreference
 *
 * @typedef {object} DrawApp
 * @property {DrawState} state
 * @property {DrawActions} actions
 * @property {Readable<Pick<import('inkgrad').Inkgrad, 'paint' | 'prepareDrawing'> | null>} inkgrad
 *
 * @typedef {import('../../app/island.jsx').Part} Part
 */

export {};
