/** @file Paints grey values on a canvas: by the core once it is loaded, before that by ourselves. */

/**
 * @typedef {[number, number, number]} Colour
 * @typedef {{ nothing: Colour, positive: Colour }} Palette
 * @typedef {Pick<import('inkgrad').Inkgrad, 'paint'>} Core
 */

/**
 * @param {HTMLCanvasElement} canvas gets a pixel for each value
 * @param {Float32Array | null} values 0..1, row-major; null leaves the canvas empty
 * @param {{ width: number, height: number, palette: Palette }} picture
 * @param {Core | null} core
 */
export function paintPicture(canvas, values, { width, height, palette }, core) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) return;
  if (!values || values.length < width * height) return context.clearRect(0, 0, width, height);
  const pixels = values.subarray(0, width * height);
  context.putImageData(
    byCore(core, pixels, { width, height, palette }) ?? byPage(pixels, width, height, palette),
    0,
    0,
  );
}

/**
 * @param {Core | null} core
 * @param {Float32Array} values
 * @param {{ width: number, height: number, palette: Palette }} picture
 * @returns {ImageData | null} null where the core cannot, for example after a fault of its own
 */
function byCore(core, values, picture) {
  try {
    return core?.paint({ values, ...picture, limit: 1 }) ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {Float32Array} values
 * @param {number} width
 * @param {number} height
 * @param {Palette} palette
 */
function byPage(values, width, height, palette) {
  const image = new ImageData(width, height);
  image.data.set(mixed(values, palette));
  return image;
}

/**
 * @param {ArrayLike<number>} values 0..1
 * @param {Palette} palette
 * @returns {Uint8ClampedArray} red, green, blue and alpha of each
 */
export function mixed(values, { nothing, positive }) {
  const bytes = new Uint8ClampedArray(4 * values.length);
  for (let at = 0; at < values.length; at += 1) {
    const share = Math.min(1, Math.max(0, values[at] || 0));
    for (const channel of /** @type {const} */ ([0, 1, 2])) {
      bytes[4 * at + channel] = nothing[channel] + share * (positive[channel] - nothing[channel]);
    }
    bytes[4 * at + 3] = 255;
  }
  return bytes;
}
