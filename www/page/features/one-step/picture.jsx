/** @file The sample as the network gets it, small, with its label. */

import { useMemo } from 'preact/hooks';
import { useClassNames } from '../../app/class-names.js';
import { translator } from '../../app/language.js';
import { Thumbnail } from '../../app/thumbnail.jsx';
import { figure } from './figures.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @param {{ view: import('./copy.js').View }} props */
export function Picture({ view: { input, shape, loss } }) {
  const nameOf = useClassNames();
  const [, height = 1, width = 1] = shape;
  const isPicture = shape.length === 3;
  const pixels = useMemo(
    () => Uint8ClampedArray.from(input.subarray(0, width * height), (value) => 255 * value),
    [input, width, height],
  );
  const { truth, outputs } = loss;
  const targets = outputs.map(({ target }) => figure(target)).join(', ');
  const label =
    truth === null || !isPicture ? text('target', { target: targets }) : text('label', { label: nameOf(truth) });
  return (
    <span class="micro-picture">
      {isPicture && (
        <span class="micro-thumbnail">
          <Thumbnail {...{ pixels, width, height }} label={text('picture')} />
        </span>
      )}
      {!isPicture && <span>x = {Array.from(input, (value) => figure(value)).join(', ')}</span>}
      <span>{label}</span>
    </span>
  );
}
