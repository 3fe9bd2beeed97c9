/** @file What a person can do: features call these and know nothing of store, workers or storage. */

/**
 * @typedef {import('../shared/experiment.js').Experiment} Experiment
 * @typedef {import('./features/draw/strokes.js').Drawing} Drawing
 * @typedef {import('./preferences.js').Preferences} Preferences
 *
 * @typedef {object} EditOptions
 * @property {string} label what the change is, for the undo notice and the charts
 * @property {string} [merge] changes with the same key within a second are taken back together
 * @property {Uint8Array} [from] a saved session: the weights of all its layers but the last are taken over in place of the
 *   present ones
 * @property {import('../storage/records.js').Parent | null} [parent] the run and step from which those are
 * @property {boolean} [carry] whether layers that still fit keep their weights; they do unless it is false
 * @property {boolean} [anew] whether it is another network even where nothing, or only what may change in a running session,
 *   differs
 *
 * @typedef {object} Actions
 * @property {() => void} toggle plays or pauses
 * @property {() => void} step
 * @property {() => void} reset
 * @property {(next: Experiment, options: EditOptions) => void} editExperiment decides itself what the change means: in
 *   the running session, in a new one, or in a new network with the weights of layers that still fit
 * @property {(name: string) => void} preset
 * @property {(dataset: import('../shared/data-sets.js').Dataset) => void} setDataset begins a network on other data, or on
 *   another selection of them
 * @property {(data: import('./state.js').OwnData) => void} addOwnData to what can be trained on; of one name, the last stays
 * @property {(name: string, title: string) => Promise<void>} renameOwnData
 * @property {(name: string) => Promise<void>} removeOwnData forgets one that is not in use
 * @property {(change: (samples: import('./state.js').KeptSample[]) => import('./state.js').KeptSample[]) => void} changeSamples
 *   that were kept
 * @property {(change: (sets: import('./state.js').ClassSet[]) => import('./state.js').ClassSet[]) => void} changeClassSets
 * @property {(edit: import('../shared/protocol.js').WeightEdit, label: string) => Promise<boolean>} setWeight sets one weight
 *   of the running session, and gives whether it was set; `label` is its name, for the charts
 * @property {() => void} newSeed another random start
 * @property {() => Promise<import('./runs/run-store.js').Checkpoint | null>} savedRun the session as it is; null while there
 *   is none
 * @property {() => Promise<boolean>} flush keeps the drawing and the session as they are, so that the page can be loaded
 *   anew and goes on where it was; gives whether they are kept now
 * @property {(opened: { experiment: Experiment, run: import('./state.js').RunState, bytes: Uint8Array }) => void} openRun in
 *   the place of the present one, which is filed; it waits there for Play
 * @property {(id: string, step?: number) => Promise<boolean>} openFiled opens a run of the library in the place of the present
 *   one, which is filed; at a kept step another run begins, and is listed. False where its weights are gone; it rejects where
 *   the other run finds no room
 * @property {() => void} takeOver the run that another tab trains goes on here
 * @property {() => void} undoChange
 * @property {() => void} redoChange
 * @property {() => void} closeUndoNotice
 * @property {(route: string) => void} navigate
 * @property {() => void} flushAddress writes what was edited to the address now
 * @property {(change: (drawing: Drawing) => Drawing, at: number) => void} draw `at` is the time of the event
 * @property {() => void} clear
 * @property {() => void} undo
 * @property {(erasing: boolean) => void} erase
 * @property {(index?: number) => void} showSample puts a picture of the validation data on the pad, any one unless given
 * @property {(input: Float32Array) => void} showInput puts a picture on the pad as the network's input, 0..1
 * @property {(preparation: import('./state.js').Preparation | null) => void} setPreparation of drawings from now on, null for
 *   that of the training pictures; the network answers the present drawing anew
 * @property {(damage: import('../shared/protocol.js').Damage | null) => void} damage breaks a copy of the network, or what
 *   it is given; null mends all of it
 * @property {(tab: string, focus?: Record<string, unknown> | null) => void} openInsight opens a tab of the strip on Train;
 *   `focus` is what it is to show there
 * @property {(large: boolean) => void} enlargeInsight
 * @property {<Name extends keyof Preferences>(name: Name, value: Preferences[Name]) => void} setPreference
 * @property {(language: import('./app/language.js').Language) => void} setLanguage
 * @property {() => void} retry
 * @property {() => void} reload
 * @property {(next: Experiment, step?: number) => Promise<void>} goBack to a state from before the loss rose or diverged, at
 *   this step at the latest, and plays on from there with this experiment; where none is kept, the network begins anew
 * @property {() => void} goOn after divergence: goes back, with a lower rate
 * @property {() => void} anew after divergence, at a lower rate, from fresh weights
 * @property {() => void} onward after early stopping, without it
 * @property {() => void} tellUnreachable that a script of the page did not come
 * @property {() => void} closeNotice
 * @property {() => void} closeVerification
 * @property {() => { ask: import('./app/queries.js').Ask, close: () => void }} startApart starts a worker that has no network,
 *   for queries that need none and take long
 */

export {};
