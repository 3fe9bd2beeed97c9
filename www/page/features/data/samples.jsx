/** @file Some pictures, each with its class. */

import { Thumbnail } from '../../app/thumbnail.jsx';
import { text } from './words.js';

/**
 * @param {object} props
 * @param {{ width: number, height: number, pixels: Uint8ClampedArray, labels: ArrayLike<number> }} props.samples
 * @param {(label: number) => string} props.nameOf
 */
export function Samples({ samples: { width, height, pixels, labels }, nameOf }) {
  const size = width * height;
  return (
    <ul class="data-samples" aria-label={text('someSamples')}>
      {Array.from(labels, (label, at) => (
        <li key={at} data-testid="sample" data-label={nameOf(label)}>
          <Thumbnail pixels={pixels.subarray(at * size, (at + 1) * size)} width={width} height={height} />
          <span>{nameOf(label)}</span>
        </li>
      ))}
    </ul>
  );
}
