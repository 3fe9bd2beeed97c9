/** @file What a confusion table tells: rates, the accuracy, and the classes that are most often confused. */

/**
 * @typedef {{ truth: number, answer: number, count: number }} Cell
 *
 * @typedef {object} Table
 * @property {number} classes
 * @property {number} total pictures
 * @property {number} correct
 * @property {Cell[][]} rows by truth
 * @property {(number | null)[]} recalls share of a truth's pictures that are answered rightly; null without such pictures
 * @property {(number | null)[]} precisions share of an answer that is right; null where it is never given
 */

/**
 * @param {Uint32Array} confusion classes × classes, rows the truth
 * @returns {Table}
 */
export function tableOf(confusion) {
  const classes = Math.round(Math.sqrt(confusion.length));
  const numbers = Array.from({ length: classes }, (_, at) => at);
  const count = (/** @type {number} */ truth, /** @type {number} */ answer) => confusion[truth * classes + answer] ?? 0;
  const rows = numbers.map((truth) => numbers.map((answer) => ({ truth, answer, count: count(truth, answer) })));
  const right = numbers.map((at) => count(at, at));
  return {
    classes,
    total: confusion.reduce((sum, one) => sum + one, 0),
    correct: sum(right),
    rows,
    recalls: numbers.map((at) => share(count(at, at), sum(numbers.map((answer) => count(at, answer))))),
    precisions: numbers.map((at) => share(count(at, at), sum(numbers.map((truth) => count(truth, at))))),
  };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
  return whole === 0 ? null : part / whole;
}

/**
 * @param {Table} table
 * @param {number} most
 * @returns {Cell[]} the wrong answers that are given most often
 */
export function mostConfused({ rows }, most) {
  const wrong = rows.flat().filter(({ truth, answer, count }) => truth !== answer && count > 0);
  return wrong.sort((one, other) => other.count - one.count).slice(0, most);
}

/**
 * How strong the colour of a cell is: on the diagonal by recall, else against the most frequent error. The root keeps
 * rare errors visible.
 *
 * @param {Table} table
 * @param {Cell} cell
 * @returns {number} 0..1
 */
export function strengthOf(table, { truth, answer, count }) {
  if (truth === answer) return table.recalls[truth] ?? 0;
  const [worst] = mostConfused(table, 1);
  return worst ? Math.sqrt(count / worst.count) : 0;
}

/**
 * @param {Table} table
 * @param {Cell} cell
 * @returns {number | null} share of its row
 */
export function rateOf({ rows }, { truth, count }) {
  return share(count, sum((rows[truth] ?? []).map((cell) => cell.count)));
}

/**
 * @param {string} key of the keyboard
 * @param {{ truth: number, answer: number }} from
 * @param {number} classes
 * @returns {{ truth: number, answer: number } | null} the cell to which it leads; null for other keys
 */
export function cellByKey(key, { truth, answer }, classes) {
  const last = classes - 1;
  const inside = (/** @type {number} */ at) => Math.min(Math.max(at, 0), last);
  if (key === 'ArrowUp') return { truth: inside(truth - 1), answer };
  if (key === 'ArrowDown') return { truth: inside(truth + 1), answer };
  if (key === 'ArrowLeft') return { truth, answer: inside(answer - 1) };
  if (key === 'ArrowRight') return { truth, answer: inside(answer + 1) };
  if (key === 'Home') return { truth, answer: 0 };
  return key === 'End' ? { truth, answer: last } : null;
}
