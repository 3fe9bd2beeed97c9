/** @file Files that were dropped, pasted or chosen somewhere on the page, until the place Data takes them. */

import { signal } from '@preact/signals';

/**
 * @typedef {{ name: string, file: Blob }} NamedFile `name` with the folders that it came with
 *
 * @type {import('@preact/signals').Signal<NamedFile[] | null>}
 */
export const incoming = signal(null);
