/** @file A grey picture as an address that holds its data. */

/**
 * @param {Uint8ClampedArray} pixels grey, 0..255
 * @param {number} width
 * @param {number} height
 * @returns {string}
 */
export function pictureAddress(pixels, width, height) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  for (const [at, grey] of pixels.entries()) image.data.set([grey, grey, grey, 255], 4 * at);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas.toDataURL('image/png');
}
