/** @file Trains a network on one's own classes: from fresh weights, or on top of what another network has learned. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { builtData, divided, experimentFor, frozen, LEAST, unfrozen } from './built.js';
import { startsOf } from './starts.js';
import { text } from './words.js';

/** Shares that can be held back, in percent. */
const SHARES = { least: 10, most: 50, step: 5, usual: 20 };

/**
 * @param {object} props
 * @param {import('../../samples/samples.js').ClassSet} props.set
 * @param {import('../../samples/samples.js').KeptSample[]} props.samples
 */
export function Train({ set, samples }) {
  const app = useApp();
  const { state, actions, inkgrad } = app;
  const [share, setShare] = useState(SHARES.usual);
  const [chosen, setChosen] = useState('scratch');
  const [fault, setFault] = useState(false);
  const starts = startsOf(app);
  const start = starts.find(({ id }) => id === chosen) ?? starts[0];
  const core = inkgrad.value;
  const enough = set.names.every((name) => samples.filter(({ label }) => label === name).length >= LEAST);
  const parts = enough ? divided(set.names, samples, share / 100) : null;
  const learns = state.experiment.value.dataset.own?.classNames?.join('\n') === set.names.join('\n');

  const train = async () => {
    if (!core || !enough || !start) return;
    setFault(false);
    const bytes = await start.weights();
    if (start.id !== 'scratch' && !bytes) return setFault(true);
    const own = await builtData(set, samples, share / 100, core);
    const next = experimentFor(start.experiment, own);
    actions.addOwnData(own);
    actions.editExperiment(bytes ? frozen(next) : unfrozen(next), {
      label: 'transfer',
      carry: false,
      anew: true,
      ...(bytes && { from: bytes, parent: start.parent }),
    });
    if (!state.playWanted.peek()) actions.toggle();
  };
  return (
    <div class="own-classes-train" data-testid="own-classes-train" data-run={state.id.value}>
      <label class="own-classes-share">
        <span>{text('share')}</span>
        <input
          type="range"
          min={SHARES.least}
          max={SHARES.most}
          step={SHARES.step}
          value={share}
          onInput={(event) => setShare(Number(event.currentTarget.value))}
        />
        <span class="caption">
          {parts && text('shareValue', { percent: share, held: parts.validation.length, count: samples.length })}
        </span>
      </label>
      <label class="own-classes-start">
        <span>{text('start')}</span>
        <select class="input" value={start?.id} onChange={(event) => setChosen(event.currentTarget.value)}>
          {starts.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <p class="caption">{text(start?.id === 'scratch' ? 'scratchNote' : 'frozenNote')}</p>
      <div class="own-classes-head">
        <button type="button" class="button main" aria-disabled={enough && core ? undefined : 'true'} onClick={train}>
          {text('train')}
        </button>
        <span role="status">
          {!enough && text('needed', { count: LEAST })}
          {fault && text('lost')}
          {enough && !fault && learns && text('training')}
        </span>
        {learns && (
          <button type="button" class="link" onClick={() => actions.navigate('train')}>
            {text('toTrain')}
          </button>
        )}
      </div>
      <p class="caption">{text('unknown')}</p>
    </div>
  );
}
