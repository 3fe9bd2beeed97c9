/** @file Augmentation: some training pictures, and what training makes of them. */

import { useState } from 'preact/hooks';
import { classNameOf, dataSetOf } from '../../../shared/data-sets.js';
import { useApp } from '../../app/context.js';
import { Thumbnail } from '../../app/thumbnail.jsx';
import { AugmentFields } from '../../forms/augment-fields.jsx';
import { useDataQuery } from './use-data-query.js';
import { text } from './words.js';

/** Samples, and pictures that are made of each. */
const [SAMPLES, DRAWS] = [4, 7];

/**
 * @typedef {{ width: number, height: number, pixels: Uint8ClampedArray, labels: number[], draws: number }} Drawn
 *
 * @param {object} props
 * @param {import('../../../shared/protocol.js').DataCommand} props.data
 * @param {boolean} props.visible
 */
export function Augmented({ data, visible }) {
  const { state } = useApp();
  const { augment } = state.experiment.value.spec;
  const [first, setFirst] = useState(0);
  const indices = Array.from({ length: SAMPLES }, (_, at) => first + at);
  const { seed = 0 } = state.experiment.value.spec;
  const { answer } = /** @type {{ answer: Drawn | null }} */ (
    useDataQuery({
      name: 'augmented',
      data,
      params: { augment: augment ?? null, seed, indices, draws: DRAWS },
      visible: visible && augment !== undefined,
    })
  );
  const drawn = augment ? answer : null;
  return (
    <div class="data-augmented">
      <div class="data-row">
        <h3>{text('augmentation')}</h3>
        <p class="caption">{text(augment ? 'augmented' : 'notAugmented')}</p>
        {augment && (
          <button
            type="button"
            class="button"
            onClick={() => setFirst(drawn && drawn.labels.length < SAMPLES ? 0 : first + SAMPLES)}
          >
            {text('otherSamples')}
          </button>
        )}
      </div>
      <AugmentFields class="data-augment-fields" />
      {drawn && <Rows drawn={drawn} nameOf={(label) => classNameOf(dataSetOf(data.dataset), label)} />}
    </div>
  );
}

/** @param {{ drawn: Drawn, nameOf: (label: number) => string }} props */
function Rows({ drawn: { width, height, pixels, labels, draws }, nameOf }) {
  const size = width * height;
  const at = (/** @type {number} */ sample, /** @type {number} */ draw) => {
    const from = (sample * (draws + 1) + draw) * size;
    return pixels.subarray(from, from + size);
  };
  return (
    <ul class="data-draws">
      {labels.map((label, sample) => (
        <li key={`${sample} ${label}`} aria-label={text('drawsOf', { name: nameOf(label), count: draws })}>
          <span class="data-original">
            <Thumbnail pixels={at(sample, 0)} width={width} height={height} />
          </span>
          {Array.from({ length: draws }, (_, draw) => (
            <Thumbnail key={String(draw)} pixels={at(sample, draw + 1)} width={width} height={height} />
          ))}
        </li>
      ))}
    </ul>
  );
}
