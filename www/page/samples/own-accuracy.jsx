/** @file The second accuracy of a network: on one's own drawings, with the interval in which the true one lies. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { dataSetOf, hasPictures } from '../../shared/data-sets.js';
import { adoptStyle } from '../app/adopt-style.js';
import { useApp } from '../app/context.js';
import { percent, whole } from '../app/format.js';
import { translator } from '../app/language.js';
import { useQuery } from '../app/queries.js';
import { useVisible } from '../app/visible.js';
import { wilson } from '../app/wilson.js';
import style from './own-accuracy.css' with { type: 'text' };
import { preparedSamples } from './prepared.js';
import { measuring } from './samples.js';
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

/** Milliseconds at least between two questions, while training goes on. */
const INTERVAL = 1000;

/**
 * @typedef {Awaited<ReturnType<typeof preparedSamples>>} Prepared
 * @typedef {{ step: number, correct: number, answers: Uint16Array }} Answered of the query `own-accuracy`
 */

/** @returns {{ prepared: Prepared | null, unseen: boolean }} the samples that measure the present network */
function useMeasuring() {
  const { state, inkgrad } = useApp();
  const core = inkgrad.value;
  const { dataset } = state.experiment.value;
  const dataSet = dataSetOf(dataset);
  const found = measuring(state.samples.value, dataset);
  const [prepared, setPrepared] = useState(/** @type {Prepared | null} */ (null));
  const key = found.samples.map(({ id, label }) => `${id} ${label}`).join();
  useEffect(() => {
    let wanted = true;
    setPrepared(null);
    if (core && hasPictures(dataSet))
      preparedSamples(found.samples, dataSet, core).then((ready) => wanted && setPrepared(ready));
    return () => {
      wanted = false;
    };
  }, [core, dataSet, key]);
  return { prepared: prepared && prepared.labels.length > 0 ? prepared : null, unseen: found.unseen };
}

/** @param {{ low: number, high: number }} range */
function short({ low, high }) {
  return { low: whole(100 * low), high: whole(100 * high) };
}

/**
 * Small figures beside the accuracy of validation. Nothing while there are no drawings.
 *
 * @param {{ id?: string }} props test id
 */
export default function OwnAccuracy({ id = 'own-accuracy' }) {
  const { state, ask } = useApp();
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const visible = useVisible(frame);
  const { prepared, unseen } = useMeasuring();
  const { inputs, labels } = prepared ?? {};
  const { answer } = /** @type {{ answer: Answered | null }} */ (
    useQuery({
      ask,
      place: 'prediction',
      name: 'own-accuracy',
      params: { inputs, labels },
      when: [prepared, state.applied.value],
      visible: visible && prepared !== null,
      interval: INTERVAL,
    })
  );
  const count = labels?.length ?? 0;
  const shown = answer && answer.answers.length === count && count > 0 ? answer : null;
  const share = shown ? shown.correct / count : null;
  const range = shown && wilson(shown.correct, count);
  const [low, high] = range ? [percent(range.low), percent(range.high)] : ['', ''];
  const about = range
    ? `${text('yoursHint', { count, low, high })} ${text(unseen ? 'yoursUnseen' : 'yoursSeen')}`
    : undefined;
  return (
    <div ref={frame} class="own-accuracy" title={about}>
      {prepared && (
        <>
          <span
            class="own-accuracy-value"
            data-testid={id}
            data-value={share ?? ''}
            data-count={count}
            data-low={range?.low}
            data-high={range?.high}
          >
            {share === null ? '–' : percent(share)}
          </span>
          <span class="caption">
            {text('yours')} {range && <span class="own-accuracy-range">{text('interval', short(range))}</span>}
          </span>
          {about && <span class="visually-hidden">{about}</span>}
        </>
      )}
    </div>
  );
}
