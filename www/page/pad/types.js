/**
 * @file What a pad knows: a drawing as a signal, and how it is changed.
 *
 * @typedef {import('../features/draw/strokes.js').Drawing} Drawing
 */

/**
 * @template T
 * @typedef {{ readonly value: T, peek(): T }} Readable
 */

/**
 * @typedef {object} PadState
 * @property {Readable<Drawing>} drawing
 * @property {Readable<boolean>} erasing
 * @property {Readable<{ pen: number }>} preferences
 * @property {Readable<number>} theme
 *
 * @typedef {{ draw: (change: (drawing: Drawing) => Drawing, at: number) => void }} PadActions
 *
 * @typedef {object} PadOptions
 * @property {string} testId
 * @property {() => string} invitation shown on an empty pad
 * @property {() => string} [help] how it is used, for screen readers, in place of the usual words
 * @property {Readable<boolean>} [covered] whether something else stands on it, in place of a drawing
 * @property {HTMLElement[]} [over] what stands over the canvas
 *
 * @typedef {import('../app/island.jsx').Part} Part
 */

export {};
