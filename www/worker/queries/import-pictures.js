/**
 * @file Queries about the pictures of an import: `import-pictures`, their preview by the choices of the person;
 * `import-pictures-use`, the data set that is made of them; and `import-samples`, samples of one's own classes.
 */

import { importedFiles } from '../import/imported.js';
import { build } from '../import/pictures/build.js';
import { previewOf } from '../import/pictures/preview.js';
import { samplesOfFiles, samplesOfScan } from '../import/pictures/samples.js';
import { scan } from '../import/pictures/scan.js';
import { longFile } from '../long-query.js';

/**
 * @typedef {import('./index.js').FileContext} FileContext
 * @typedef {import('../import/pictures/plan.js').Wishes} Wishes
 * @typedef {Awaited<ReturnType<typeof scan>>} Scanned
 */

/** @type {WeakMap<object, Scanned>} by what was imported */
const scans = new WeakMap();

/**
 * @param {unknown} id
 * @param {import('../long-query.js').Course} course
 */
async function scanned(id, course) {
  const files = importedFiles(String(id));
  const known = scans.get(files) ?? (await scan(files, course));
  scans.set(files, known);
  return known;
}

/** Parameters `id` and `wishes`. The answer is a `PicturePreview`, or `{ refusal, leftOut }`. */
export const importPictures = longFile(
  /** @param {FileContext} context */
  async ({ load }, { id, wishes }, course) => {
    const found = await scanned(id, course);
    return 'refusal' in found ? found : previewOf(found, /** @type {Wishes} */ (wishes), await load());
  },
);

/** Parameters `id`, `wishes`, `title` and `classNames`. The answer is a `Made`. */
export const importPicturesUse = longFile(
  /** @param {FileContext} context */
  async ({ load }, { id, wishes, title, classNames }, course) => {
    const found = await scanned(id, course);
    if ('refusal' in found) throw new RangeError(found.refusal.key);
    const names = { title: String(title), classNames: /** @type {string[] | null} */ (classNames) };
    return build(found, /** @type {Wishes} */ (wishes), names, await load(), course);
  },
);

/**
 * Parameters `id`, and `wishes` where the pictures were previewed: then each label is the index of its class, else the folder
 * that the picture lies in. The answer is a `PictureSamples`.
 */
export const importSamples = longFile(
  /** @param {FileContext} context */
  async ({ load }, { id, wishes }, course) => {
    const core = await load();
    if (!wishes) return samplesOfFiles(importedFiles(String(id)), core, course);
    const found = await scanned(id, course);
    if ('refusal' in found) throw new RangeError(found.refusal.key);
    return samplesOfScan(found, /** @type {Wishes} */ (wishes), core, course);
  },
);
