/** @file Evaluates many samples block by block, so that it can be said how far it is; the numbers are the package's. */

/** Samples of a block: the package evaluates 256 at a time. */
const BLOCK = 512;

/**
 * @typedef {object} BlockEvaluation
 * @property {Float32Array} losses of each sample
 * @property {Float32Array} outputs samples × outputs
 * @property {number | null} correct samples with the right answer; null for a regression
 */

/**
 * Inside `use` of the analysis: the loss and the outputs of each sample of a part.
 *
 * @param {import('./analysis.js').Analysis} analysis
 * @param {import('./analysis.js').Session} session
 * @param {import('./analysis.js').PartName} name
 * @param {{ count?: number | undefined, signal: AbortSignal, onBlock?: (done: number, total: number) => void }} options
 * @returns {Promise<BlockEvaluation & { labels: Uint8Array | Float32Array }>}
 */
export async function evaluatePart(analysis, session, name, { count, ...options }) {
  const part = await analysis.part(name, count);
  return { ...(await evaluateInBlocks(session, part, analysis.dataSet.scale, options)), labels: part.labels };
}

/**
 * Takes the session's part `test` for the blocks.
 *
 * @param {import('inkgrad').Session} session
 * @param {import('./data-source.js').Part} part
 * @param {number} scale of its inputs
 * @param {{ signal: AbortSignal, onBlock?: (done: number, total: number) => void }} options
 * @returns {Promise<BlockEvaluation>}
 */
async function evaluateInBlocks(session, { inputs, labels }, scale, { signal, onBlock = () => {} }) {
  const size = inputs.length / labels.length;
  const losses = new Float32Array(labels.length);
  let outputs = new Float32Array(0);
  let correct = /** @type {number | null} */ (0);
  for (let first = 0; first < labels.length; first += BLOCK) {
    const end = Math.min(first + BLOCK, labels.length);
    const block = { inputs: inputs.subarray(first * size, end * size), labels: labels.subarray(first, end), scale };
    await session.setData('test', block);
    const evaluated = await session.evaluate('test', { perSample: true, signal });
    const [blockOutputs, blockLosses] = [evaluated.outputs ?? new Float32Array(0), evaluated.losses ?? []];
    const width = blockOutputs.length / (end - first);
    if (first === 0) outputs = new Float32Array(width * labels.length);
    outputs.set(blockOutputs, first * width);
    losses.set(blockLosses, first);
    const own = correctOf(evaluated, width);
    correct = own === null || correct === null ? null : correct + own;
    onBlock(end, labels.length);
  }
  return { losses, outputs, correct };
}

/**
 * @param {import('inkgrad').Evaluation} evaluation
 * @param {number} width outputs of a sample
 * @returns {number | null} null without classes: a table is left out for too many of them too
 */
function correctOf({ accuracy, confusion, count }, width) {
  return accuracy === null || (confusion === null && width === 1) ? null : Math.round(accuracy * count);
}
