/** @file Grey values of pictures in any layout: of colours their luma, of what is transparent white. */

/** Red, green and blue in luma (ITU-R BT.709), as in the preparation of drawings. */
const LUMA = [0.2126, 0.7152, 0.0722];

/**
 * @param {ArrayLike<number>} data pictures one after the other
 * @param {import('./blocks.js').Layout} layout
 * @returns {import('./blocks.js').Block['grey']}
 */
export function decodePixels(data, { width, height, channels, planar }) {
  const size = width * height;
  if (channels === 1)
    return (index, into) => {
      for (let pixel = 0; pixel < size; pixel += 1) into[pixel] = /** @type {number} */ (data[index * size + pixel]);
    };
  const [step, next] = planar ? [1, size] : [channels, 1];
  return (index, into) => {
    const base = index * size * channels;
    for (let pixel = 0; pixel < size; pixel += 1) {
      let luma = 0;
      for (let colour = 0; colour < 3; colour += 1)
        luma +=
          /** @type {number} */ (LUMA[colour]) * /** @type {number} */ (data[base + pixel * step + colour * next]);
      if (channels === 4) {
        const opacity = /** @type {number} */ (data[base + pixel * step + 3 * next]) / 255;
        luma = luma * opacity + 255 * (1 - opacity);
      }
      into[pixel] = luma;
    }
  };
}

/**
 * @param {ArrayLike<number>} grey
 * @param {number} width
 * @param {number} height
 * @returns {number} the median of the outermost pixels
 */
export function borderMedian(grey, width, height) {
  const border = [];
  for (let x = 0; x < width; x += 1) border.push(Number(grey[x]), Number(grey[(height - 1) * width + x]));
  for (let y = 1; y < height - 1; y += 1) border.push(Number(grey[y * width]), Number(grey[y * width + width - 1]));
  border.sort((a, b) => a - b);
  return border[Math.floor(border.length / 2)] ?? 0;
}

/**
 * @param {ArrayLike<number>} values of a picture
 * @param {number} width
 * @param {number} height
 * @param {{ [index: number]: number }} into the picture with rows and columns exchanged
 */
export function transpose(values, width, height, into) {
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) into[x * height + y] = /** @type {number} */ (values[y * width + x]);
}

/**
 * Scales a picture to a square by area: each pixel of the result is the mean of what it covers. The proportions are kept, and the
 * rest is the ground.
 *
 * @param {ArrayLike<number>} values
 * @param {number} width
 * @param {number} height
 * @param {Float32Array} into side × side
 * @param {number} side
 * @param {number} ground
 */
export function scaleTo(values, width, height, into, side, ground) {
  const ratio = Math.max(width, height) / side;
  const [wide, high] = [Math.max(1, Math.round(width / ratio)), Math.max(1, Math.round(height / ratio))];
  const [left, top] = [Math.floor((side - wide) / 2), Math.floor((side - high) / 2)];
  into.fill(ground);
  for (let y = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1)
      into[(top + y) * side + left + x] = mean(values, width, [x, x + 1, wide, width], [y, y + 1, high, height]);
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} stride of a row
 * @param {[number, number, number, number]} across from, to, of how many, and how many pixels these are
 * @param {[number, number, number, number]} down
 */
function mean(values, stride, across, down) {
  let [sum, weight] = [0, 0];
  for (const [y, high] of covered(down))
    for (const [x, wide] of covered(across)) {
      sum += high * wide * /** @type {number} */ (values[y * stride + x]);
      weight += high * wide;
    }
  return sum / weight;
}

/**
 * @param {[number, number, number, number]} span
 * @returns {[pixel: number, share: number][]}
 */
function covered([from, to, parts, pixels]) {
  const [begin, end] = [(from * pixels) / parts, (to * pixels) / parts];
  /** @type {[number, number][]} */
  const found = [];
  for (let pixel = Math.floor(begin); pixel < Math.min(pixels, Math.ceil(end)); pixel += 1)
    found.push([pixel, Math.min(end, pixel + 1) - Math.max(begin, pixel)]);
  return found;
}
