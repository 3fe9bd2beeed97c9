/** @file How a table writes its numbers: what is missing, decimal signs and thousands, signs of currency and percent. */

/** Cells that say that there is no value, in small letters: what pandas reads as missing, infinities, and common signs. */
const MISSING = new Set([
  ...['', '?', '-', 'missing', 'na', 'n/a', '<na>', 'nan', '-nan', 'nat', 'null', 'none'],
  ...['#n/a', '#n/a n/a', '#na', '1.#ind', '-1.#ind', '1.#qnan', '-1.#qnan'],
  ...['inf', '+inf', '-inf', 'infinity', '+infinity', '-infinity'],
]);

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Thousands between commas, in India ten thousands too. Without decimals, one that begins with 0 is no number of thousands. */
const GROUPED = /^[+-]?(?:[1-9]\d{0,2}(,\d{2})*(,\d{3})+(\.\d*)?|\d{1,3}(,\d{3})+\.\d+)$/;

/** A sign of currency or percent before or after a number. */
const AFFIXED = /^([+-]?)\s*([$€£¥₹]?)\s*([+-]?[\d.,].*?)\s*([$€£¥₹%]?)$/;

/**
 * @typedef {'.' | ','} Decimal
 * @typedef {object} Notation of a column
 * @property {Decimal} decimal sign of numbers that can be read in two ways, as 1,234
 * @property {string} affix sign of currency or percent that its numbers have; empty where they have none
 */

/** @type {Notation} */
export const PLAIN = { decimal: '.', affix: '' };

/** @param {string} cell */
export function isMissing(cell) {
  return MISSING.has(cell.toLowerCase());
}

/**
 * @param {string} cell
 * @returns {boolean} whether it is a number in any notation
 */
export function isNumber(cell) {
  return plainNumber(affixOf(cell).number, '.') !== null;
}

/**
 * A number that can be read in one way only is read so, whatever the others of its column are.
 *
 * @param {string} cell
 * @param {Notation} notation
 * @returns {string | null} the number with a decimal point and without thousands; null where the cell holds none
 */
export function numberIn(cell, { decimal, affix }) {
  if (affix === '') return plainNumber(cell, decimal);
  const found = affixOf(cell);
  return found.affix === '' || found.affix === affix ? plainNumber(found.number, decimal) : null;
}

/**
 * @param {string} text
 * @param {Decimal} decimal
 */
function plainNumber(text, decimal) {
  const [first, second] = decimal === '.' ? [text, null] : [exchanged(text), text];
  return withoutThousands(first) ?? withoutThousands(second ?? exchanged(text));
}

/** @param {string} text @returns {string} with points for commas, and commas for points */
function exchanged(text) {
  return text.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
}

/** @param {string} text @returns {string | null} */
function withoutThousands(text) {
  if (NUMBER.test(text)) return text;
  return GROUPED.test(text) ? text.replaceAll(',', '') : null;
}

/** @param {string} cell */
function affixOf(cell) {
  const [, sign = '', before = '', number = '', after = ''] = AFFIXED.exec(cell) ?? [];
  return before || after ? { number: sign + number, affix: before + after } : { number: cell, affix: '' };
}

/** @param {string} number as `numberIn` gives it @returns {number} of digits after the point */
export function digitsOf(number) {
  return number.includes('.') ? (/\.(\d+)$/.exec(number)?.[1]?.length ?? 0) : 0;
}

/** What the cells of a column tell of its notation. */
class Evidence {
  points = 0;
  commas = 0;
  /** Whether a number can be read in both ways, and has a comma. */
  undecided = false;
  /** Cells that are numbers, and that are none. */
  numbers = 0;
  words = 0;
  /** @type {Set<string>} */
  affixes = new Set();

  /** @param {string} cell */
  add(cell) {
    const { number, affix } = affixOf(cell);
    const [point, comma] = [withoutThousands(number), withoutThousands(exchanged(number))];
    this.affixes.add(affix);
    if (point === null && comma === null) {
      this.words += 1;
      return;
    }
    this.numbers += 1;
    if (comma === null) this.points += 1;
    else if (point === null) this.commas += 1;
    else if (number.includes(',')) this.undecided = true;
  }

  /** @returns {Decimal | null} null where nothing tells it. Lists of words may hold a number here and there */
  decimal() {
    if (this.commas === this.points || this.words > this.numbers) return null;
    return this.commas > this.points ? ',' : '.';
  }

  /** Without its sign, 5% could not be told from 5. */
  affix() {
    const [affix = '', ...others] = [...this.affixes].filter((one) => one !== '');
    const allowed = this.words === 0 && others.length === 0 && !(affix.includes('%') && this.affixes.has(''));
    return allowed ? affix : '';
  }
}

/**
 * @param {string} text of a table
 * @param {string} separator
 * @returns {boolean} whether a cell may have a comma or a sign of currency or percent: then the notation must be told first
 */
export function needsNotations(text, separator) {
  return /[$€£¥₹%]/.test(text) || (separator === ',' ? /"[^"a-z]{0,3}\d[\d.]*,\d/i.test(text) : /,\d/.test(text));
}

/** Tells the notation of each column from all its cells. */
export class Notations {
  /** @type {Evidence[]} */
  #columns = [];

  /** @param {string[]} cells of a row */
  add(cells) {
    for (const [at, cell] of cells.entries()) {
      this.#columns[at] ??= new Evidence();
      if (!isMissing(cell)) this.#columns[at].add(cell);
    }
  }

  /**
   * Where a column does not tell its decimal sign, the others do, and else the separator: programs that write decimal commas
   * write semicolons.
   *
   * @param {string} separator
   * @returns {{ notations: Notation[], decimalComma: boolean }} `decimalComma`: whether a column has them
   */
  decided(separator) {
    const told = this.#columns.map((column) => column.decimal());
    const count = (/** @type {Decimal} */ sign) => told.filter((one) => one === sign).length;
    const bySeparator = separator === ';' && this.#columns.some(({ undecided }) => undecided);
    const comma = count(',') === count('.') ? bySeparator : count(',') > count('.');
    /** @type {Decimal} */
    const usual = comma ? ',' : '.';
    const notations = this.#columns.map((column, at) => ({ decimal: told[at] ?? usual, affix: column.affix() }));
    const decimalComma = this.#columns.some(
      ({ undecided, commas, words, numbers }, at) =>
        notations[at]?.decimal === ',' && words <= numbers && (undecided || commas > 0),
    );
    return { notations, decimalComma };
  }
}
