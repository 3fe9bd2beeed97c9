/**
 * @file A table as a network is given it: standardised by the statistics of the training rows that the run uses, so that
 * nothing of the validation rows is known before. A run that goes on keeps the statistics with which it began.
 */

import { dataSetOf, isSelected, sizeOf } from '../shared/data-sets.js';
import { encodeRows, encodeTargets, fitTable, widthOf } from '../shared/table.js';
import { BuiltRows } from './built-rows.js';
import { SelectedSource } from './selected-source.js';
import { StoredSource } from './stored-source.js';
import { WorkerError } from './worker-error.js';

/**
 * @typedef {import('./data-source.js').Part} Part
 * @typedef {import('./data-source.js').Parts} Parts
 * @typedef {import('./data-source.js').Source} Source
 * @typedef {import('../shared/table.js').Table} Table
 * @typedef {import('../shared/table.js').Column} Column
 * @typedef {import('../shared/data-sets.js').DataSet} DataSet
 */

/**
 * @param {import('../shared/protocol.js').DataCommand} data `table`: with which a run began that goes on
 * @param {() => import('./data-source.js').DataSource} built opens one that comes with the page
 * @returns {Source}
 */
export function openTable({ dataset, content = null, table = null }, built) {
  const { own } = dataset;
  const rows = own ? new StoredSource(ofRows(own, columnsOf(own)), content) : new BuiltRows(built());
  const selected = isSelected(dataset) ? new SelectedSource(rows, dataset) : rows;
  return new TableSource(selected, dataSetOf(dataset), table);
}

/** @implements {Source} */
class TableSource {
  #source;
  #table;
  /** @type {Promise<Parts> | null} */
  #loading = null;
  /** @type {Parts | null} */
  whole = null;

  /**
   * @param {Source} source of rows with a value for each column
   * @param {DataSet} dataSet
   * @param {Table | null} table null where the run begins
   */
  constructor(source, dataSet, table) {
    this.#source = source;
    this.dataSet = dataSet;
    this.#table = table;
  }

  /** @param {import('./data-source.js').ReadIdx | null} read */
  set readIdx(read) {
    this.#source.readIdx = read;
  }

  async first() {
    return { parts: await this.all(), whole: true };
  }

  /** @returns {Promise<Parts>} */
  all() {
    this.#loading ??= this.#load();
    this.#loading.catch(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load() {
    const { dataSet } = this;
    const { train, validation, dataSet: rows } = await this.#source.all(() => {});
    const columns = columnsOf(rows);
    if (widthOf(columns) !== sizeOf(dataSet.shape)) throw differs(dataSet);
    const kept = this.#table && sameColumns(this.#table.columns, columns) ? this.#table : null;
    const table = kept ?? fitTable(columns, rows.target ?? { name: '' }, train, dataSet.classes > 0);
    this.whole = { dataSet, train: this.#encoded(train, table), validation: this.#encoded(validation, table), table };
    return this.whole;
  }

  /** @param {import('./data-source.js').PartName} name */
  async part(name) {
    const all = await this.all();
    if (name !== 'test') return all[name];
    return this.#encoded(await this.#source.part(name), /** @type {Table} */ (all.table));
  }

  /** @param {import('./data-source.js').PartName} name */
  async count(name) {
    return (await this.part(name)).labels.length;
  }

  /**
   * @param {Part} part
   * @param {Table} table
   * @returns {Part}
   */
  #encoded({ inputs, labels }, table) {
    const targets = this.dataSet.classes === 0 && labels instanceof Float32Array;
    return { inputs: encodeRows(table, inputs), labels: targets ? encodeTargets(table, labels) : labels };
  }
}

/**
 * @param {DataSet} dataSet
 * @returns {readonly Column[]} plain numbers where it names none
 */
function columnsOf({ columns, shape }) {
  if (columns) return columns;
  return Array.from({ length: sizeOf(shape) }, (_, at) => ({
    name: `x${at + 1}`,
    kind: /** @type {const} */ ('numeric'),
  }));
}

/**
 * @param {DataSet} dataSet
 * @param {readonly Column[]} columns
 * @returns {DataSet} of rows as they are stored: a value for each column
 */
function ofRows(dataSet, columns) {
  return { ...dataSet, columns, shape: [columns.length] };
}

/**
 * @param {readonly Column[]} before
 * @param {readonly Column[]} columns
 */
function sameColumns(before, columns) {
  const text = (/** @type {readonly Column[]} */ all) =>
    JSON.stringify(all.map(({ name, kind, categories = [] }) => [name, kind, categories]));
  return text(before) === text(columns);
}

/** @param {DataSet} dataSet */
function differs({ title, name }) {
  const values = { title: title ?? name, why: 'its columns are others than its description says' };
  return new WorkerError('data', 'page.data_lost', `the data set ${values.title}: ${values.why}`, values);
}
