/** @file What a run goes out as: records for other tools, and a report. */

import { useState } from 'preact/hooks';
import { classNameOf, dataSetOf, hasPictures } from '../../../../shared/data-sets.js';
import { useApp } from '../../../app/context.js';
import { download } from '../../../app/download.js';
import { dataTitle } from '../../../names/index.js';
import { dataOfRun } from '../data-of-run.js';
import { pictureAddress } from './picture-address.js';
import { reportHtml } from './report.js';
import { commaSeparated, jsonLines, scalarsOf } from './rows.js';
import { eventFile, eventFileName } from './tensorboard.js';
import { text } from './words.js';

/** Mistakes in a report. */
const MISTAKES = 24;

/**
 * @typedef {import('../../../../storage/records.js').RunRecord} RunRecord
 * @typedef {import('../../../history.js').Row} Row
 * @typedef {{ run: RunRecord, title: string, rows: readonly Row[] }} Filed
 * @typedef {{ name: string, content: string | Uint8Array<ArrayBuffer>, type: string }} Written
 */

const formats = /** @type {const} */ (['tensorboard', 'csv', 'jsonl', 'report']);

/** @param {{ run: RunRecord, title: string, rows: () => Promise<readonly Row[]> }} props `rows` of its curves */
export function Records({ run, title, rows }) {
  const app = useApp();
  const [fault, setFault] = useState(/** @type {string | null} */ (null));
  const [busy, setBusy] = useState(false);
  const write = async (/** @type {(typeof formats)[number]} */ format) => {
    setBusy(true);
    setFault(null);
    try {
      const { name, content, type } = await written(format, { run, title, rows: await rows() }, app);
      download(new Blob([content], { type }), name);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <fieldset class="runs-records">
      <legend>{text('takeOut')}</legend>
      {formats.map((format) => (
        <button
          key={format}
          type="button"
          class="button"
          title={text(`${format}Help`)}
          aria-disabled={busy}
          onClick={() => busy || write(format)}
        >
          {text(format)}
        </button>
      ))}
      <span role="status">{fault !== null && text('failed', { why: fault })}</span>
    </fieldset>
  );
}

/**
 * @param {(typeof formats)[number]} format
 * @param {Filed} filed
 * @param {import('../../../app/context.js').App} app
 * @returns {Promise<Written>}
 */
async function written(format, filed, app) {
  const { run, rows } = filed;
  const name = `inkgrad-${run.id}`;
  const seconds = run.created / 1000;
  if (format === 'tensorboard')
    return {
      name: eventFileName(seconds),
      content: eventFile(scalarsOf(rows), seconds),
      type: 'application/octet-stream',
    };
  if (format === 'csv') return { name: `${name}.csv`, content: commaSeparated(rows), type: 'text/csv' };
  if (format === 'jsonl') return { name: `${name}.jsonl`, content: jsonLines(rows), type: 'application/jsonl' };
  return { name: `${name}.html`, content: await reportOf(filed, app), type: 'text/html' };
}

/**
 * @param {Filed} filed
 * @param {import('../../../app/context.js').App} app
 */
async function reportOf({ run, title, rows }, { state, ask, library }) {
  const { dataset } = run.experiment;
  const dataSet = dataSetOf(dataset);
  const data = dataOfRun(run, state.ownData.peek());
  const saved = await library.runs.state(run.id);
  const params = { bytes: saved?.bytes, data, input: null, mistakes: MISTAKES };
  const kept = /** @type {import('../../../../shared/answers.js').KeptState | null} */ (
    saved && (await ask('prediction', 'kept-state', params))
  );
  const [, height, width] = hasPictures(dataSet) ? dataSet.shape : [1, 1, 1];
  return reportHtml({
    title,
    data: dataTitle(dataSet),
    run,
    rows,
    kept,
    classes: Array.from({ length: dataSet.classes }, (_, at) => classNameOf(dataSet, at)),
    mistakes: (kept?.mistakes ?? []).map(({ truth, answer, confidence, pixels }) => ({
      truth: classNameOf(dataSet, truth),
      answer: classNameOf(dataSet, answer),
      confidence,
      picture: pictureAddress(pixels, width, height),
    })),
  });
}
