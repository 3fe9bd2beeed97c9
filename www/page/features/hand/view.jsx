/** @file The section "My hand": collects one's own digits, lists them, and has the present network learn from them. */

import { useRef, useState } from 'preact/hooks';
import { dataSetOf, hasPictures } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { setting } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { Collector } from '../../samples/collector.jsx';
import OwnAccuracy from '../../samples/own-accuracy.jsx';
import { removedOf } from '../../samples/removed.js';
import { SampleList } from '../../samples/sample-list.jsx';
import { classOf, digits, HAND, samplesOf } from '../../samples/samples.js';
import { Results } from './results.jsx';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { EPOCHS, tunedRate } from './tuned.js';
import { tune, tuning } from './tuning.js';

adoptStyle(style);

const text = translator(texts);

/** Drawings that are asked for in a row, and those without which nothing can be learned. */
const FIFTY = 50;
const LEAST = 10;

export default function Hand() {
  const { state } = useApp();
  const [collecting, setCollecting] = useState(false);
  const begin = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const samples = samplesOf(state.samples.value, HAND);
  const close = () => {
    setCollecting(false);
    requestAnimationFrame(() => begin.current?.focus());
  };
  return (
    <div class="hand">
      <h2 class="title">{text('title')}</h2>
      <p class="caption">{text('about')}</p>
      {collecting ? (
        <Collector set={HAND} names={digits} count={FIFTY} onClose={close} />
      ) : (
        <div class="hand-head">
          <button type="button" class="button main" ref={begin} onClick={() => setCollecting(true)}>
            {text('begin')}
          </button>
          <span>{text('count', { count: samples.length })}</span>
          {samples.length > 0 && <OwnAccuracy id="hand-accuracy" />}
          {samples.length === 0 && <span class="caption">{text('few')}</span>}
        </div>
      )}
      {!collecting && samples.length + removedOf(HAND).length > 0 && (
        <div class="hand-parts">
          <SampleList set={HAND} names={digits} />
          {samples.length > 0 && <Tune samples={samples} />}
        </div>
      )}
    </div>
  );
}

/** @param {{ samples: import('../../samples/samples.js').KeptSample[] }} props */
function Tune({ samples }) {
  const app = useApp();
  const { state } = app;
  const [replay, setReplay] = useState(true);
  const experiment = state.experiment.value;
  const now = tuning.value;
  const busy = now !== null && ['before', 'training', 'after'].includes(now.stage);
  const held = samples.filter((sample) => sample.held).length;
  const reason = reasonAgainst(app, samples.length - held);
  return (
    <div class="hand-tune">
      <p class="caption">
        {text('practised', { count: samples.length - held, held })}{' '}
        {text('tuneAbout', { epochs: EPOCHS, rate: setting(tunedRate(experiment)) })}
      </p>
      <label class="hand-replay" title={text('replayWhy')}>
        <input type="checkbox" checked={replay} onChange={(event) => setReplay(event.currentTarget.checked)} />
        <span>
          {text('replay')} <span class="caption">{text('replayWhy')}</span>
        </span>
      </label>
      <div class="hand-head">
        <button
          type="button"
          class="button main"
          aria-disabled={busy || reason ? 'true' : undefined}
          aria-describedby="hand-stage"
          onClick={() => !busy && !reason && tune(app, samples, replay)}
        >
          {text('tune')}
        </button>
        <span id="hand-stage" role="status" data-testid="hand-stage" data-state={now?.stage ?? ''}>
          {busy || now?.stage === 'failed' ? text(stageKey(now)) : (reason ?? '')}
        </span>
      </div>
      {now?.stage === 'done' && <Results tuning={now} />}
    </div>
  );
}

/** @param {NonNullable<typeof tuning.value>} now */
function stageKey({ stage }) {
  return stage === 'done' ? 'stage.after' : /** @type {const} */ (`stage.${stage}`);
}

/**
 * @param {import('../../app/context.js').App} app
 * @param {number} count of samples to learn from
 * @returns {string | null} why the present network cannot learn from them
 */
function reasonAgainst({ state }, count) {
  const dataSet = dataSetOf(state.experiment.value.dataset);
  if (!hasPictures(dataSet) || classOf(dataSet, '9') < 0) return text('otherData');
  if (count < LEAST) return text('tooFew', { count: LEAST });
  if (state.network.value === null) return text('busy');
  return state.position.value.step === 0 ? text('untrained') : null;
}
