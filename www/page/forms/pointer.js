/**
 * @file Waits for the pointer to be let go. A press that leaves a field commits it; were its fault shown at once, what
 * is pressed would move away under the pointer.
 */

let down = false;
/** @type {Set<() => void>} */
const waiting = new Set();

function settle() {
  down = false;
  // After the click that this ends.
  setTimeout(() => {
    for (const run of waiting) run();
    waiting.clear();
  });
}

/** The document is heard from the first field on. */
let heard = false;

function hear() {
  heard = true;
  addEventListener('pointerdown', () => (down = true), true);
  for (const end of ['pointerup', 'pointercancel', 'dragend']) addEventListener(end, settle, true);
}

/** Called by every field when it is mounted. */
export function watchPointer() {
  if (!heard) hear();
}

/** @param {() => void} run now, or once no pointer is down */
export function whenPointerIsUp(run) {
  if (down) waiting.add(run);
  else run();
}
