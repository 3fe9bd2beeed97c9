/** @file The arrangement of the map that is shown, and UMAP's layouts: they are kept while the page is open. */

import { signal } from '@preact/signals';

/**
 * @typedef {object} Layout of UMAP
 * @property {object} run by the history that grows with it
 * @property {number} step
 * @property {Float32Array | null} positions null where there are too few pictures
 */

/** @type {import('@preact/signals').Signal<'pca' | 'umap'>} */
export const arrangement = signal('pca');

/** @type {import('@preact/signals').Signal<Layout | null>} */
export const layout = signal(null);
