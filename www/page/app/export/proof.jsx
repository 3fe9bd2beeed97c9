/** @file Ten samples with the page's answers, and the command that compares them in the other program. */

import { classNameOf, dataSetOf, hasPictures, sizeOf } from '../../../shared/data-sets.js';
import { percent, quantity } from '../format.js';
import { Thumbnail } from '../thumbnail.jsx';
import { Command } from './command.jsx';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/answers.js').Check} Check
 * @typedef {import('../../../shared/data-sets.js').DataSet} DataSet
 *
 * @param {object} props
 * @param {import('./formats.js').FormatRow} props.format
 * @param {import('../../../shared/answers.js').ModelExport} props.made
 * @param {import('../../../shared/experiment.js').Experiment} props.experiment
 */
export function Proof({ format, made: { check }, experiment }) {
  if (format.commands.length === 0) return null;
  if (!check) return <p class="export-section caption">{text('noSamples')}</p>;
  const dataSet = dataSetOf(experiment.dataset);
  return (
    <div class="export-section">
      <h3>{text('prove')}</h3>
      <p>{text('proved', { count: check.labels.length })}</p>
      {format.commands.map((command) => (
        <Command key={command} command={command} />
      ))}
      <ol class={hasPictures(dataSet) ? 'export-samples' : 'export-samples rows'} aria-label={text('samples')}>
        {answersOf(check, dataSet).map((sample, at) => (
          <li
            key={at}
            data-testid="export-sample"
            data-answer={sample.answer}
            data-confidence={sample.confidence ?? ''}
          >
            <Sample sample={sample} dataSet={dataSet} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** @typedef {{ pixels: Uint8ClampedArray | null, truth: string, answer: string, confidence: number | null }} Answered */

/** @param {{ sample: Answered, dataSet: DataSet }} props */
function Sample({ sample: { pixels, truth, answer, confidence }, dataSet }) {
  const [, height = 1, width = 1] = dataSet.shape;
  return (
    <>
      {pixels && <Thumbnail pixels={pixels} width={width} height={height} />}
      <span>
        <strong>{answer}</strong> {confidence !== null && <span class="export-confidence">{percent(confidence)}</span>}
        <span class="export-about">{truth}</span>
      </span>
    </>
  );
}

/**
 * @param {Check} check
 * @param {DataSet} dataSet
 * @returns {Answered[]}
 */
function answersOf({ inputs, outputs, shape, labels }, dataSet) {
  const [size, count] = [sizeOf(shape), outputs.length / labels.length];
  return labels.map((label, at) => {
    const own = outputs.subarray(at * count, (at + 1) * count);
    const most = Math.max(...own);
    const classed = dataSet.classes > 0;
    return {
      pixels: hasPictures(dataSet)
        ? Uint8ClampedArray.from(inputs.subarray(at * size, (at + 1) * size), (value) => 255 * value)
        : null,
      truth: label === null ? text(hasPictures(dataSet) ? 'drawing' : 'row') : text('truth', { label }),
      answer: classed ? classNameOf(dataSet, own.indexOf(most)) : quantity(Number(own[0])),
      confidence: classed ? most : null,
    };
  });
}
