/** @file What a person can do: the panels call these and know nothing of store, workers or storage. */

/**
 * @typedef {import('../shared/settings.js').Settings} Settings
 * @typedef {import('./draw/strokes.js').Drawing} Drawing
 *
 * @typedef {object} Actions
 * @property {() => void} toggle plays or pauses
 * @property {() => void} step
 * @property {() => void} reset
 * @property {(changes: Partial<Settings>) => void} change
 * @property {(name: string) => void} preset
 * @property {(change: (drawing: Drawing) => Drawing, at: number) => void} draw `at` is the time of the event
 * @property {() => void} clear
 * @property {() => void} undo
 * @property {(erasing: boolean) => void} erase
 * @property {() => void} retry
 * @property {() => void} reload
 * @property {() => void} goOn after divergence, at a lower rate, from the last finite weights
 * @property {() => void} anew after divergence, at a lower rate, from fresh weights
 * @property {() => void} onward after early stopping, without it
 * @property {() => void} closeNotice
 *
 * @typedef {{ root: HTMLElement, show: (state: import('./state.js').State) => void }} Panel
 */

export {};
