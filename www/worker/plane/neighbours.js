/** @file Nearest neighbours among some hundred samples, by Euclidean distance: exact, with a break after each sample. */

/**
 * @param {Float32Array} values samples × size
 * @param {number} size
 * @param {ArrayLike<number>} target
 * @param {number} count
 * @returns {{ indices: number[], distances: number[] }} the nearest first
 */
export function nearestTo(values, size, target, count) {
  const distances = Array.from({ length: values.length / size }, (_, sample) => {
    let sum = 0;
    for (let at = 0, from = sample * size; at < size; at += 1) {
      sum += (Number(values[from + at]) - Number(target[at])) ** 2;
    }
    return Math.sqrt(sum);
  });
  const order = distances.map((_, at) => at).sort((a, b) => Number(distances[a]) - Number(distances[b]) || a - b);
  const indices = order.slice(0, count);
  return { indices, distances: indices.map((at) => Number(distances[at])) };
}

/**
 * @param {Float32Array} values samples × size
 * @param {number} size
 * @param {number} count of neighbours, itself included
 * @param {() => Promise<unknown>} turn called after each sample
 * @returns {Promise<{ indices: number[][], distances: number[][] }>} a row a sample
 */
export async function neighbours(values, size, count, turn) {
  const found = { indices: /** @type {number[][]} */ ([]), distances: /** @type {number[][]} */ ([]) };
  for (let sample = 0; sample < values.length / size; sample += 1) {
    const own = nearestTo(values, size, values.subarray(sample * size, (sample + 1) * size), count);
    found.indices.push(own.indices);
    found.distances.push(own.distances);
    await turn();
  }
  return found;
}
