/** @file Makes the files of a format in a worker apart, one format at a time. It can be stopped in the midst of its work. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../context.js';
import { loadMessages } from '../messages.js';
import { subjectOf } from './subject.js';

/**
 * @typedef {import('../../../shared/answers.js').ModelExport} ModelExport
 * @typedef {import('inkgrad').ExportFormat} Format
 * @typedef {import('./subject.js').Subject} Subject
 *
 * @typedef {object} Outcome of a format
 * @property {boolean} busy
 * @property {ModelExport | null} made
 * @property {unknown} error null where there is none
 * @property {number} step of the exported state
 */

/** Milliseconds that a format rests which an arrow key has chosen: those that are passed are not made. */
const REST = 400;

/** The network of this tab has no weights yet. */
export const NOT_YET = Symbol('not yet');

/** The weights of a filed run are not kept. */
export const NO_WEIGHTS = Symbol('no weights');

/**
 * @param {import('../../../storage/records.js').RunRecord | null} run null for the session of this tab
 * @returns {{ outcome: Outcome | null, make: (format: Format, options?: { withData?: boolean, passing?: boolean }) => void, cancel: () => void }}
 */
export function useExport(run) {
  const app = useApp();
  const [outcome, setOutcome] = useState(/** @type {Outcome | null} */ (null));
  const worker = useRef(/** @type {ReturnType<import('../../actions.js').Actions['startApart']> | null} */ (null));
  const subject = useRef(/** @type {Promise<Subject | null> | null} */ (null));
  const current = useRef(0);
  const working = useRef(false);
  const stop = () => {
    current.current += 1;
    working.current = false;
    worker.current?.close();
    worker.current = null;
  };
  useEffect(() => stop, []);
  const make = async (/** @type {Format} */ format, { withData = false, passing = false } = {}) => {
    // What is being made of another format is not wanted any more; an idle worker is used again.
    if (working.current || outcome?.error) stop();
    current.current += 1;
    const own = current.current;
    const set = (/** @type {Partial<Outcome>} */ fields) => {
      if (own === current.current) setOutcome({ busy: false, made: null, error: null, step: 0, ...fields });
    };
    set({ busy: true });
    if (passing) await new Promise((resolve) => setTimeout(resolve, REST));
    if (own !== current.current) return;
    try {
      // The formats chosen one after the other are of one and the same state.
      subject.current ??= subjectOf(app, run).catch((error) => {
        subject.current = null;
        throw error;
      });
      const found = await subject.current;
      if (own !== current.current) return;
      if (!found) {
        subject.current = null;
        return set({ error: run ? NO_WEIGHTS : NOT_YET });
      }
      const { step, ...query } = found;
      worker.current ??= app.actions.startApart();
      working.current = true;
      const params = { ...query, format, withData };
      const made = /** @type {ModelExport} */ (await worker.current.ask('prediction', 'model-export', params));
      if (own === current.current) working.current = false;
      set({ made, step });
    } catch (error) {
      await loadMessages();
      set({ error });
    }
  };
  const cancel = () => {
    stop();
    setOutcome(null);
  };
  return { outcome, make, cancel };
}
