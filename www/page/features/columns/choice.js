/** @file What was chosen of an imported table: how many inputs it gives, what is filled in, and what cannot be. */

/**
 * @typedef {import('../../../shared/imported-table.js').TableLook} TableLook
 * @typedef {import('../../../shared/imported-table.js').ColumnLook} ColumnLook
 * @typedef {import('../../../shared/imported-table.js').TableChoice} TableChoice
 */

/**
 * @param {TableLook} look
 * @param {TableChoice} choice
 * @returns {{ column: ColumnLook, kind: 'numeric' | 'categorical' }[]} columns that a network is given
 */
function usedColumns({ columns }, { kinds, target }) {
  return columns.flatMap((column, at) => {
    const kind = kinds[at];
    return at === target || kind === undefined || kind === 'ignored' ? [] : [{ column, kind }];
  });
}

/**
 * @param {TableLook} look
 * @param {TableChoice} choice
 * @returns {number}
 */
export function inputsOfChoice(look, choice) {
  return usedColumns(look, choice).reduce(
    (sum, { column, kind }) => sum + (kind === 'numeric' ? 1 : (column.distinct ?? 0)),
    0,
  );
}

/**
 * @param {TableLook} look
 * @param {TableChoice} choice
 * @returns {number} cells without a value that can be used
 */
export function filledCells(look, choice) {
  return usedColumns(look, choice).reduce(
    (sum, { column, kind }) => sum + (kind === 'numeric' ? look.rows - column.numbers : column.missing),
    0,
  );
}

/**
 * @param {TableLook} look
 * @param {TableChoice} choice
 * @returns {'tooManyClasses' | 'noNumbers' | null}
 */
export function faultOfChoice({ columns }, { target, task }) {
  const column = columns[target];
  if (task === 'class') return column?.distinct === null ? 'tooManyClasses' : null;
  return column?.numbers === 0 ? 'noNumbers' : null;
}

/**
 * @param {string} name of a file
 * @returns {string} without folders and endings
 */
export function titleOf(name) {
  const file = name.slice(name.lastIndexOf('/') + 1);
  return file.replace(/\.gz$/i, '').replace(/\.\w{1,5}$/, '');
}
