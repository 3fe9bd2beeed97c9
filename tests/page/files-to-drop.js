/** @file Files that are dropped on the page in browsers of every kind, by a script within it. */

import { pngOf } from '../../www/worker/export/png.js';
import { mnist, zip } from '../www/sample-files.js';

/** @typedef {{ name: string, base64: string }} Dropped */

/** A small table with a header, numbers and a class. @type {Dropped} */
export const table = dropped(
  'animals.csv',
  Buffer.from(
    [
      'weight,height,species',
      ...Array.from({ length: 24 }, (_, at) => `${at % 5}.25,${at % 7}.5,${at % 2 ? 'cat' : 'dog'}`),
    ].join('\n'),
  ),
);

/** @param {string} name @param {Buffer} bytes @returns {Dropped} */
function dropped(name, bytes) {
  return { name, base64: bytes.toString('base64') };
}

/** @returns {Promise<Dropped[]>} a zip with four pictures in two folders */
export async function pictures() {
  const { inputs } = mnist(4);
  /** @type {Record<string, Blob>} */
  const entries = {};
  for (let at = 0; at < 4; at += 1)
    entries[`${at % 2 ? 'odd' : 'even'}/${at}.png`] = await pngOf(inputs.subarray(784 * at, 784 * (at + 1)), 28, 28);
  const { name, file } = await zip('numbers.zip', entries);
  return [dropped(name, Buffer.from(await file.arrayBuffer()))];
}

/** @param {Dropped[]} files @returns {string} a script that drops them on the page */
export function dropScript(files) {
  return `
    const transfer = new DataTransfer();
    for (const { name, base64 } of ${JSON.stringify(files)})
      transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));`;
}
