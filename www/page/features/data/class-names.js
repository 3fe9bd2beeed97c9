/** @file Names of the classes of imported pictures: as they were typed, or as the files have them. */

/** @typedef {import('../../../shared/imports.js').PicturePreview} Preview */

/**
 * @param {Preview} preview
 * @param {string | null} typed names, separated by commas
 * @returns {string[] | null} of all classes; null where they go by their index
 */
export function classNamesOf({ classes, named }, typed) {
  const given = (typed ?? '').split(/[,，、]/).map((name) => name.trim());
  const names = classes.map(({ name }, at) => given[at] || name);
  return named || names.some((name, at) => name !== classes[at]?.name) ? names : null;
}

/**
 * @param {Preview} preview
 * @param {string | null} typed
 * @param {number} label
 */
export function classNameOf(preview, typed, label) {
  return classNamesOf(preview, typed)?.[label] ?? preview.classes[label]?.name ?? String(label);
}
