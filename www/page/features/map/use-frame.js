/** @file The latest frame of the map, anew as training goes on and as something is drawn. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { wasTakenBack } from '../../app/failure.jsx';
import { useQuery } from '../../app/queries.js';

/** Pictures on the map. */
const PICTURES = 500;

/** Milliseconds between two questions at least. */
const INTERVAL = 400;

/**
 * Answer of the query `map`; positions are x, y of each picture.
 *
 * @typedef {object} MapFrame
 * @property {number} step of the weights
 * @property {number} size outputs of the last hidden layer
 * @property {boolean} finite
 * @property {number} share of the variance that the two axes hold, 0..1
 * @property {Float32Array} positions
 * @property {Uint16Array} answers
 * @property {Uint8Array | Float32Array} labels
 * @property {{ x: number, y: number, neighbours: number[] } | null} drawing
 */

/** @param {boolean} visible */
export function useFrame(visible) {
  const { state, ask } = useApp();
  const [attempt, setAttempt] = useState(0);
  const run = state.history.value;
  const count = Math.min(PICTURES, state.network.value?.counts.validation ?? 0);
  const { answer, error } = useQuery({
    ask: /** @type {typeof ask} */ (
      async (place, name, params, signal) => ({ run, frame: await ask(place, name, params, signal) })
    ),
    place: 'prediction',
    name: 'map',
    params: { count },
    when: [state.points.value, state.applied.value, state.status.value, state.answer.value, count, run, attempt],
    visible: visible && count > 0,
    interval: INTERVAL,
  });
  const known = /** @type {{ run: object, frame: MapFrame | null } | null} */ (answer);
  return {
    frame: known?.run === run ? known.frame : null,
    count,
    error: wasTakenBack(error) ? null : error,
    retry: () => setAttempt(attempt + 1),
  };
}
