/**
 * @file The library as it is asked from another thread, and the messages between the page, the storage worker and the
 * training worker.
 */

/**
 * Commands to the storage worker. `open` is answered by an `Opened`, `call` by what the method of the library gives;
 * `checkpoints` brings the port over which the training worker sends its states.
 *
 * @typedef {{ type: 'open' }} Open
 * @typedef {{ type: 'call', part: keyof RemoteLibrary, method: string, args: unknown[] }} Call
 * @typedef {{ type: 'checkpoints', port: MessagePort }} Checkpoints
 * @typedef {Open | Call | Checkpoints | import('../shared/protocol.js').Cancel} StorageCommand
 *
 * @typedef {object} Opened
 * @property {import('./indexed-store.js').Reason | null} reason why nothing is kept beyond this visit; null where it is
 * @property {boolean} empty whether nothing is kept yet
 * @property {number} newer records that a newer version of the page has written
 * @property {import('./records.js').Place | null} place
 */

/**
 * Events of the storage worker: a state of the run is being kept, is kept, or found no room; and the database is gone,
 * because a newer version of the page took it, or it failed.
 *
 * @typedef {'saving' | 'saved' | 'full' | 'failed'} Outcome
 * @typedef {{ type: 'state', runId: string, step: number, outcome: Outcome, run: RunRecord | null }} StateEvent
 * @typedef {{ type: 'lost', reason: 'newer' | 'ended' }} LostEvent
 * @typedef {{ type: 'trimmed' }} TrimmedEvent runs, or weights of runs, were removed to keep within the budget
 * @typedef {StateEvent | LostEvent | TrimmedEvent | import('../shared/protocol.js').Hello | import('../shared/protocol.js').Heartbeat |
 *   import('../shared/protocol.js').Done | import('../shared/protocol.js').ErrorEvent} StorageEvent
 * @typedef {import('./records.js').RunRecord} RunRecord
 */

/**
 * What the training worker sends over the port, answered by any message once it is kept, or cannot be.
 *
 * @typedef {{ runId: string } & import('./records.js').SavedState} StateMessage
 */

/**
 * Each method is a promise. What fails rejects with code `storage` and the id `storage.full`, `storage.newer` or
 * `storage.failed`.
 *
 * @typedef {Pick<import('./library.js').Library, 'runs' | 'samples' | 'dataSets' | 'places'>} RemoteLibrary
 */

/**
 * @param {(command: Call) => Promise<any>} call
 * @returns {RemoteLibrary}
 */
export function remoteLibrary(call) {
  /** @param {keyof RemoteLibrary} part */
  const remote = (part) =>
    new Proxy(
      {},
      {
        // Whoever awaits a part does not call it.
        get: (_, method) =>
          typeof method === 'string' && method !== 'then'
            ? (/** @type {unknown[]} */ ...args) => call({ type: 'call', part, method, args })
            : undefined,
      },
    );
  const parts = ['runs', 'samples', 'dataSets', 'places'].map((part) => [part, remote(/** @type {any} */ (part))]);
  return Object.fromEntries(parts);
}
