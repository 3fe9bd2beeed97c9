/** @file The drawing study: thirty digits that must be read, twenty harder ones, each reported. Run it by hand. */

import { press, startBench, untilFigure } from './bench.js';
import { read } from './hand.js';
import { twenty } from './strokes/harder.js';
import { thirty } from './strokes/styles.js';

const bench = await startBench();
const { page } = await bench.open();
await press(page, 'Play');
await untilFigure(page, 'validation-accuracy', 0.96);
await press(page, 'Pause');
for (const [name, drawings] of /** @type {const} */ ([
  ['thirty in three hands', thirty],
  ['twenty harder ones', twenty],
])) {
  let right = 0;
  console.log(`\n${name}`);
  for (const drawing of drawings) {
    const { digit, confidence } = await read(page, drawing);
    const correct = digit === String(drawing.digit);
    right += correct ? 1 : 0;
    const told = `${drawing.digit} read as ${digit}, ${(100 * confidence).toFixed(1)} %`;
    console.log(`${correct ? ' ' : '×'} ${told}  ${drawing.note}, pen ${drawing.place.pen} %`);
  }
  console.log(`${right} of ${drawings.length}`);
}
await bench.close();
