/** @file What the network predicts for the row: a class with the probabilities of all of them, or a number. */

import { classNameOf } from '../../../shared/data-sets.js';
import { targetValue } from '../../../shared/table.js';
import { useApp } from '../../app/context.js';
import { percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { currentVerdict } from '../../app/verdict.js';
import { withUnit } from '../../app/with-unit.js';
import { texts } from './texts.js';

const text = translator(texts);

/**
 * @typedef {import('../../../shared/table.js').Table} Table
 * @typedef {import('../../../shared/data-sets.js').DataSet} DataSet
 * @typedef {{ table: Table, data: DataSet }} PredictionProps
 */

/** @param {PredictionProps} props */
export function Prediction({ table, data }) {
  return data.classes === 0 ? <NumberAnswer table={table} data={data} /> : <ClassAnswer table={table} data={data} />;
}

/** @param {PredictionProps} props */
function ClassAnswer({ table, data }) {
  const { state } = useApp();
  const { found, certainty, reliable } = currentVerdict(state);
  const probabilities = found && state.answer.value?.probabilities;
  const name = found ? classNameOf(data, found.digit) : '';
  return (
    <div class={reliable ? 'table-answer' : 'table-answer unreliable'}>
      <Answer answer={name} confidence={found?.confidence ?? null} named={table.target.name}>
        {found && <strong>{percent(found.confidence)}</strong>} {text(certainty)}
      </Answer>
      <Truth table={table} data={data} answer={found?.digit ?? null} />
      {/* A list without bullets is no list to some screen readers unless its role says so. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <ol class="bars table-bars" role="list" aria-label={text('probabilities')}>
        {Array.from({ length: data.classes }, (_, at) => {
          const probability = probabilities?.[at] ?? 0;
          return (
            <li
              key={classNameOf(data, at)}
              class={at === found?.digit && reliable ? 'bar best' : 'bar'}
              data-testid={`probability-${at}`}
              data-value={probability}
            >
              <span class="bar-name">{classNameOf(data, at)}</span>
              <span class="bar-track" aria-hidden="true">
                <span class="bar-fill" style={{ transform: `scaleX(${probability})` }} />
              </span>
              <span class="bar-value">{probabilities ? percent(probability) : ''}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** @param {PredictionProps} props */
function NumberAnswer({ table, data }) {
  const { state } = useApp();
  const output = state.answer.value?.probabilities[0];
  const { step } = state.position.value;
  const finite = output !== undefined && Number.isFinite(output);
  const error = state.validation.value?.regression?.rmse;
  const word = output === undefined ? 'waiting' : !finite ? 'infinite' : step === 0 ? 'untrained' : null;
  return (
    <div class={step === 0 ? 'table-answer unreliable' : 'table-answer'}>
      <Answer
        answer={finite ? withUnit(targetValue(table, output), table.target) : ''}
        confidence={null}
        named={table.target.name}
      >
        {word ? text(word) : error !== undefined && text('error', { error: withUnit(error, table.target) })}
      </Answer>
      <Truth table={table} data={data} answer={null} />
    </div>
  );
}

/**
 * @param {{ answer: string, confidence: number | null, named: string, children: import('preact').ComponentChildren }} props
 */
function Answer({ answer, confidence, named, children }) {
  const { state } = useApp();
  return (
    <div class="table-verdict">
      <p class="caption">{named}</p>
      <output
        class="table-value"
        data-testid="answer"
        data-confidence={confidence ?? ''}
        aria-live="off"
        aria-label={text('answer')}
      >
        {answer}
      </output>
      <p class="table-certainty">
        {children} <strong class="broken-copy">{state.damage.value ? text('broken') : ''}</strong>
      </p>
    </div>
  );
}

/** @param {PredictionProps & { answer: number | null }} props `answer`: the class that was predicted */
function Truth({ table, data, answer }) {
  const sample = useApp().state.sample.value;
  if (!sample) return null;
  const { index, label } = sample;
  if (index === null || label === null) return <p class="caption">{text('changed')}</p>;
  const truth = data.classes === 0 ? withUnit(targetValue(table, label), table.target) : classNameOf(data, label);
  return <p class="caption">{text(answer === label ? 'shownRight' : 'shown', { index, truth })}</p>;
}
