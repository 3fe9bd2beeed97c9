/** @file What is asked and said of a model of another program before it is opened: its data, its outputs, what is lost. */

import { dataSetOf } from '../../../shared/data-sets.js';
import { dataTitle, nameOf } from '../../names/index.js';
import { percent, quantity, whole } from '../format.js';
import { translator } from '../language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Below this multiple of guessing, something is amiss. */
const POOR = 1.5;

/**
 * @typedef {import('../../../shared/answers.js').ForeignModel} ForeignModel
 * @typedef {import('../../../shared/data-sets.js').Dataset} Dataset
 * @typedef {Pick<import('../../../shared/answers.js').ModelFileQuery, 'dataset' | 'loss'>} Choice
 *
 * @param {object} props
 * @param {import('../../../shared/answers.js').ModelFile} props.look
 * @param {(choice: Choice) => void} props.onChoice
 */
export function Choices({ look: { choices, dataset, foreign }, onChoice }) {
  if (choices.length === 0) return null;
  const present = { dataset, ...(foreign?.loss && { loss: foreign.loss }) };
  return (
    <div class="file-foreign">
      <Data choices={choices} dataset={dataset} onData={(chosen) => onChoice({ ...present, dataset: chosen })} />
      {foreign?.loss && <Outputs loss={foreign.loss} onLoss={(loss) => onChoice({ ...present, loss })} />}
      {foreign && <Notes foreign={foreign} dataset={dataset} />}
    </div>
  );
}

/** @param {{ choices: Dataset[], dataset: Dataset, onData: (dataset: Dataset) => void }} props */
function Data({ choices, dataset, onData }) {
  return (
    <label>
      <span>{text('goesOn')}</span>
      <select
        class="input"
        value={dataset.name}
        onChange={({ currentTarget }) => {
          const chosen = choices[currentTarget.selectedIndex];
          if (chosen) onData(chosen);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.name} value={choice.name}>
            {dataTitle(dataSetOf(choice))}
          </option>
        ))}
      </select>
    </label>
  );
}

/** @param {{ foreign: ForeignModel, dataset: Dataset }} props */
function Notes({ foreign: { notes, measured }, dataset }) {
  return (
    <>
      {measured && <Measured measured={measured} dataset={dataset} />}
      <ul>
        {notes
          .filter(({ id }) => id !== 'outputs_as_they_are')
          .map(({ id, message, values }, at) => {
            const key = /** @type {keyof typeof texts.en} */ (`note.${id}`);
            return <li key={at}>{key in texts.en ? text(key, named(values)) : message}</li>;
          })}
        <li>{text('notKept')}</li>
      </ul>
    </>
  );
}

/** @param {Record<string, string>} values @returns {Record<string, string>} layers by their names in the page's language */
function named({ kind, ...values }) {
  return { ...values, ...(kind && { kind: nameOf('kind', kind) }) };
}

/** @typedef {import('../../../shared/answers.js').Loss} Loss */

/** @param {{ loss: Loss, onLoss: (loss: Loss) => void }} props */
function Outputs({ loss, onLoss }) {
  return (
    <label>
      <span>{text('outputs')}</span>
      <select
        class="input"
        value={loss}
        onChange={({ currentTarget }) => onLoss(/** @type {Loss} */ (currentTarget.value))}
      >
        {
          /** @type {const} */ (['cross_entropy', 'binary_cross_entropy', 'mse']).map((name) => (
            <option key={name} value={name}>
              {text(`loss.${name}`)}
            </option>
          ))
        }
      </select>
    </label>
  );
}

/** @param {{ measured: NonNullable<ForeignModel['measured']>, dataset: Dataset }} props */
function Measured({ measured: { accuracy, loss, count }, dataset }) {
  const { classes } = dataSetOf(dataset);
  const poor = accuracy !== null && accuracy * classes < POOR;
  return (
    <>
      <p data-testid="file-measured" data-accuracy={accuracy ?? ''}>
        {text('measured', {
          count: whole(count),
          found:
            accuracy === null
              ? text('lossOnly', { loss: quantity(loss) })
              : text('right', { accuracy: percent(accuracy) }),
        })}
      </p>
      {poor && <p role="alert">{text('poor')}</p>}
    </>
  );
}
