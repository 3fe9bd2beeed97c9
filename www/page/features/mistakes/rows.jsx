/** @file Rows of a table that are answered worst: a line each, and a press puts one into the form. */

import { classNameOf, dataSetOf } from '../../../shared/data-sets.js';
import { targetValue } from '../../../shared/table.js';
import { useApp } from '../../app/context.js';
import { brief, percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { mistakeAt } from './ranking.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Rows that are listed. */
const MOST = 100;

/**
 * @param {object} props
 * @param {import('./ranking.js').ValidationAnswers} props.answers
 * @param {number[]} props.indices the worst first
 * @param {(held: boolean) => void} props.onHold whether the list is being used
 */
export function Rows({ answers, indices, onHold }) {
  const { state, actions } = useApp();
  const data = dataSetOf(state.experiment.value.dataset);
  const { table } = state.configuration.value;
  const inForm = state.sample.value?.index ?? null;
  const isClass = data.classes > 0;
  const number = (/** @type {number} */ value) => {
    const unit = table?.target.unit ?? '';
    return `${brief(table ? targetValue({ target: table.target }, value) : value)} ${unit}`.trim();
  };
  if (indices.length === 0) return null;
  return (
    <div class="mistakes-frame">
      <table
        class="mistakes-rows"
        onPointerEnter={() => onHold(true)}
        onPointerLeave={({ currentTarget }) => onHold(currentTarget.contains(document.activeElement))}
        onFocusIn={() => onHold(true)}
        onFocusOut={({ currentTarget, relatedTarget }) =>
          onHold(currentTarget.matches(':hover') || currentTarget.contains(/** @type {Node | null} */ (relatedTarget)))
        }
      >
        <thead>
          <tr>
            {
              /** @type {const} */ (['rowNumber', 'truth', 'answer', isClass ? 'sure' : 'error']).map((head) => (
                <th key={head} scope="col">
                  {text(head)}
                </th>
              ))
            }
          </tr>
        </thead>
        <tbody>
          {indices.slice(0, MOST).map((index) => {
            const output = answers.outputs?.[index] ?? 0;
            const { truth, answer, confidence } = isClass
              ? mistakeAt(answers, index)
              : { truth: Number(answers.labels[index]), answer: 0, confidence: 0 };
            return (
              <tr key={index} aria-current={index === inForm ? 'true' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    class="button"
                    data-testid="mistake"
                    data-index={index}
                    data-truth={truth}
                    data-answer={isClass ? answer : output}
                    onClick={() => actions.showSample(index)}
                  >
                    {index}
                  </button>
                </th>
                <td>{isClass ? classNameOf(data, truth) : number(truth)}</td>
                <td>{isClass ? classNameOf(data, answer) : number(output)}</td>
                <td>
                  {isClass ? percent(confidence) : `${brief((output - truth) * (table?.target.deviation ?? 1), 3)}`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
