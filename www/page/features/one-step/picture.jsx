/** @file The sample as the network gets it, small, with its label. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { translator } from '../../app/language.js';
import { paintField } from '../../app/picture.js';
import { fitCanvas } from '../../dom.js';
import { figure } from './figures.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @param {{ view: import('./copy.js').View }} props */
export function Picture({ view: { input, shape, loss } }) {
  const { state, inkgrad } = useApp();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [, height = 1, width = 1] = shape;
  const theme = state.theme.value;
  const core = inkgrad.value;
  const isPicture = shape.length === 3;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const { ratio, width: wide, height: high } = fitCanvas(canvas.current);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const values = input.subarray(0, width * height);
    paintField(context, { x: 0, y: 0, width: wide, height: high }, { width, height, values }, core);
  }, [input, theme, core, isPicture]);
  const { truth, outputs } = loss;
  const targets = outputs.map(({ target }) => figure(target)).join(', ');
  const label = truth === null || !isPicture ? text('target', { target: targets }) : text('label', { label: truth });
  return (
    <span class="micro-picture">
      {isPicture && <canvas role="img" aria-label={text('picture')} ref={canvas} />}
      {!isPicture && <span>x = {Array.from(input, (value) => figure(value)).join(', ')}</span>}
      <span>{label}</span>
    </span>
  );
}
