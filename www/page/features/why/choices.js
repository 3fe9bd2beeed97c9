/** @file What is chosen in the tab "Why". It stays chosen while another tab is open. */

import { signal } from '@preact/signals';

/** @typedef {import('../../../worker/queries/explain.js').Method} Method */

export const VIEWS = /** @type {const} */ (['explanation', 'change', 'nearest']);

/** @type {Method[]} */
export const METHODS = ['gradient', 'gradient_x_input', 'integrated_gradients', 'occlusion'];

/** @type {import('@preact/signals').Signal<typeof VIEWS[number]>} */
export const view = signal('explanation');

/** @type {import('@preact/signals').Signal<Method>} */
export const method = signal('gradient');

/** Of rows, whose columns are few: what each adds. */
export const rowMethod = signal(/** @type {Method} */ ('gradient_x_input'));

/** The class that is explained; null for the answer. */
export const target = signal(/** @type {number | null} */ (null));

/** The class that the changed picture is to have; null for the second best. */
export const wanted = signal(/** @type {number | null} */ (null));

/**
 * What another part of the page has asked to see, as in `{ view: 'change', target: 7 }`.
 *
 * @param {Record<string, unknown>} focus
 */
export function choose(focus) {
  const found = VIEWS.find((one) => one === focus.view);
  if (found) view.value = found;
  const way = METHODS.find((one) => one === focus.method);
  if (way) method.value = way;
  if (typeof focus.target !== 'number') return;
  if (view.value === 'change') wanted.value = focus.target;
  else target.value = focus.target;
}
