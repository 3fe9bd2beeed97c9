/** @file The figures of the training: a large one, two beside it, and a fold of those that one looks at more rarely. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { brief, quantity, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Whether the fold was left open on this device. */
const KEY = 'inkgrad.details';

/**
 * @typedef {object} FigureProps
 * @property {string} [id] test id
 * @property {string} label
 * @property {number | null} value
 * @property {(value: number) => string} write
 */

/** @param {FigureProps} props */
export function Large({ id, label, value, write }) {
  return (
    <div class="figure-large">
      <span class="figure-value" data-testid={id} data-value={value ?? ''}>
        {value === null ? '–' : write(value)}
      </span>
      <span class="caption">{label}</span>
    </div>
  );
}

/** @param {FigureProps} props */
export function Figure({ id, label, value, write }) {
  return (
    <div>
      <dt class="caption">{label}</dt>
      <dd data-testid={id} data-value={value ?? ''}>
        {value === null ? '–' : write(value)}
      </dd>
    </div>
  );
}

/** @returns {boolean} */
function wasOpen() {
  try {
    return localStorage.getItem(KEY) === 'open';
  } catch {
    return false;
  }
}

/** @param {boolean} open */
function remember(open) {
  try {
    localStorage.setItem(KEY, open ? 'open' : 'closed');
  } catch {
    // A browser that keeps nothing shows the fold closed the next time.
  }
}

export function Details() {
  const { state } = useApp();
  const progress = state.progress.value;
  const validation = state.validation.value;
  const rate = progress?.learningRate ?? Number(state.experiment.value.spec.optimizer.learning_rate);
  return (
    <details
      class="details"
      data-testid="details"
      open={wasOpen()}
      onToggle={(event) => remember(event.currentTarget.open)}
    >
      <summary>{text('details')}</summary>
      <dl class="figures-details">
        <Figure id="step" label={text('steps')} value={state.position.value.step} write={whole} />
        <Figure id="validation-loss" label={text('validationLoss')} value={validation?.loss ?? null} write={quantity} />
        <Figure label={text('gradient')} value={progress?.gradientNorm ?? null} write={quantity} />
        <Figure label={text('rate')} value={rate} write={brief} />
        <Figure
          id="samples-per-second"
          label={text('speed')}
          value={progress?.samplesPerSecond ?? null}
          write={whole}
        />
      </dl>
      <CopyConfiguration />
    </details>
  );
}

/** Milliseconds for which the button says that it has done its work. */
const DONE = 1500;

/** With the build and the data, the run configuration is all that is needed to get the same bits again. */
function CopyConfiguration() {
  const { state } = useApp();
  const [done, setDone] = useState(false);
  const copy = async () => {
    const data = state.experiment.peek().dataset;
    await navigator.clipboard.writeText(JSON.stringify({ data, ...state.configuration.peek() }, null, 2));
    setDone(true);
    setTimeout(() => setDone(false), DONE);
  };
  return (
    <button type="button" class="link" onClick={copy}>
      {text(done ? 'configurationCopied' : 'copyConfiguration')}
    </button>
  );
}
