/** @file How a person wants the charts drawn, as long as the page is open: it outlives a visit to another place. */

import { signal } from '@preact/signals';
import { FIRST_SHARE } from './smoothing.js';

/** Whether a chart has its logarithmic scale, or the linear one. */
export const logarithmic = { loss: signal(true), accuracy: signal(true) };

/** The place of the slider, among `SHARES`. */
export const smoothing = signal(FIRST_SHARE);

/** The same in both charts. */
export const zoom = signal(/** @type {import('./zoom.js').Zoom | null} */ (null));
