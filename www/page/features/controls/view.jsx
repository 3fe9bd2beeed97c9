/** @file Play, step and reset with the state of the training; on a phone this is the bar at the bottom. */

import { dataSetOf } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { percent, quantity } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { late } from '../../app/late.jsx';
import { PlayButton } from '../../app/play-button.jsx';
import { Details, Figure, Large } from './figures.jsx';
import { Progress } from './progress.jsx';
import { texts } from './texts.js';

const text = translator(texts);

const OwnAccuracy = late(() => import('../../samples/own-accuracy.jsx'));
const Errors = late(() => import('./errors.jsx'));

export default function Controls() {
  const { state, actions } = useApp();
  const status = state.status.value;
  const steps = status !== 'loading' && status !== 'error';
  const { epoch } = state.position.value;
  const accuracy = state.validation.value?.accuracy ?? null;
  // Of a number to predict, the share of its variance that is explained.
  const predicts = dataSetOf(state.experiment.value.dataset).classes === 0;
  const shown = predicts ? (state.validation.value?.regression?.r2 ?? null) : accuracy;
  const write = predicts ? quantity : percent;
  const loss = state.progress.value?.loss ?? null;
  return (
    <>
      <h2 id="controls-title" class="visually-hidden">
        {text('title')}
      </h2>
      <div class="controls">
        <div class="bar-bottom">
          <PlayButton />
          <button
            type="button"
            class="button"
            aria-disabled={steps ? undefined : 'true'}
            onClick={() => steps && actions.step()}
          >
            {text('step')}
          </button>
          <div class="bar-numbers" aria-hidden="true">
            <span>
              <strong>{shown === null ? '–' : write(shown)}</strong>
              <span class="caption">{text(predicts ? 'validationR2' : 'validation')}</span>
            </span>
            <span>
              <strong>{loss === null ? '–' : quantity(loss)}</strong>
              <span class="caption">{text('loss')}</span>
            </span>
          </div>
        </div>
        <button type="button" class="button" onClick={actions.reset}>
          {text('reset')}
        </button>
        <div class="standing">
          <span class="status" data-testid="status" data-state={status}>
            {text(`status.${status}`)}
          </span>
          <span class="epoch" data-testid="epoch" data-value={epoch}>
            {text('epoch', { epoch: epoch.toFixed(epoch < 100 ? 2 : 1) })}
          </span>
        </div>
      </div>
      <div class="figures">
        <Large
          id={predicts ? 'validation-r2' : 'validation-accuracy'}
          label={text(predicts ? 'validationR2' : 'validationAccuracy')}
          value={shown}
          write={write}
        />
        {state.samples.value.length > 0 && <OwnAccuracy />}
        <dl class="figures-small">
          <Figure id="loss" label={text('loss')} value={loss} write={quantity} />
          {predicts ? (
            <Errors />
          ) : (
            <Figure
              id="accuracy"
              label={text('accuracy')}
              value={state.progress.value?.accuracy ?? null}
              write={percent}
            />
          )}
        </dl>
      </div>
      <Progress />
      <Details />
    </>
  );
}
