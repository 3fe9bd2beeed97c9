/** @file The passes that each kind of layer makes, forward and backward. */

import { endsInSoftmax, size } from './plan.js';
import { line, tiling } from './products.js';

/**
 * @typedef {import('./plan.js').Plan} Plan
 * @typedef {import('./plan.js').Stage} Stage
 * @typedef {import('./passes.js').Pass} Pass
 *
 * @typedef {object} World
 * @property {Plan} plan
 * @property {Map<string, number>} sizes floats of every buffer
 * @property {number} capacity samples of the largest batch
 * @property {import('./products.js').Device} device
 * @property {(pass: Pass) => void} add
 */

/** Random numbers of dropout are drawn for this purpose: see the core's `Purpose`. */
const DROPOUT = 3;

/**
 * @param {World} world
 * @param {Stage} stage
 */
export function forward(world, stage) {
  const { kind } = stage.layer;
  if (kind === 'dense' || kind === 'conv2d') weighted(world, stage);
  else if (kind === 'activation' || kind === 'dropout') world.add(each(world, stage, 'forward', through(stage)));
  else world.add(pooled(world, stage, 'forward', through(stage)));
  if (endsInSoftmax(stage)) softmax(world, stage, 'forward', { y: `activation ${stage.output}` });
}

/** @param {Stage} stage */
function through({ input, output }) {
  return { x: `activation ${input}`, y: `activation ${output}` };
}

/**
 * The gradient of the stage's output is in one of two buffers, that of its input goes to the other.
 *
 * @param {World} world
 * @param {number} at of the stage
 * @param {number} first stage that is trained: what lies beneath it needs no gradient
 */
export function backward(world, at, first) {
  const { plan } = world;
  const stage = /** @type {Stage} */ (plan.stages[at]);
  const turn = (plan.stages.length - 1 - at) % 2;
  const slope = `slope ${turn}`;
  if (endsInSoftmax(stage)) {
    softmax(world, stage, 'backward', { y: slope, shares: `activation ${stage.output}` });
  }
  if (stage.trained) weightGradient(world, stage, slope);
  if (at === first) return;
  const { constants, buffers } = gradientOf(plan, stage.input, 1 - turn);
  const { kind } = stage.layer;
  if (kind === 'dense' || kind === 'conv2d') {
    world.add(inputGradient(world, stage, constants, { dz: slope, parameters: 'parameters', ...buffers }));
  } else if (kind === 'activation' || kind === 'dropout') {
    const pass = each(world, stage, 'backward', { x: slope, ...buffers });
    world.add({ ...pass, constants: { ...pass.constants, ...constants } });
  } else {
    /** @type {Record<string, string>} */
    const own = kind === 'max_pool2d' ? { x: `activation ${stage.input}`, output: `activation ${stage.output}` } : {};
    const apart = kind === 'max_pool2d' && stage.layer.stride >= stage.layer.size;
    const pass = pooled(world, stage, apart ? 'backward_apart' : 'backward', { ...own, dy: slope, ...buffers });
    world.add({ ...pass, constants: { ...pass.constants, ...constants } });
  }
}

/**
 * Where the gradient of an activation goes: through the function of the layer that made it.
 *
 * @param {Plan} plan
 * @param {number} activation
 * @param {number} slope which of the two buffers it goes to
 */
export function gradientOf({ stages }, activation, slope) {
  const maker = stages.find(({ output }) => output === activation);
  const number = maker?.functionNumber ?? 0;
  const ofInput = maker?.layer.kind === 'activation' && [6, 7, 8].includes(number);
  const at = maker?.keeps ? `kept ${activation}` : `activation ${ofInput ? activation - 1 : activation}`;
  return { constants: { BELOW: number }, buffers: { dx: `slope ${slope}`, at } };
}

/**
 * @param {World} world
 * @param {Stage} stage
 */
function weighted({ sizes, capacity, device, add }, stage) {
  const { layer, input, output, keeps } = stage;
  if (keeps) sizes.set(`kept ${output}`, size(stage.to) * capacity);
  const kept = keeps ? `kept ${output}` : 'unused';
  const { product, constants } = measures(stage, capacity);
  const along = layer.kind === 'dense' ? { a: true, b: true } : { a: true, b: false };
  const tiles = tiling(product, along, device);
  add({
    program: layer.kind === 'dense' ? 'dense_forward' : 'conv_forward',
    variant: tiles.variant,
    constants: {
      ...constants,
      ...tiles.constants,
      BIAS: stage.bias,
      HAS_BIAS: Number(layer.bias),
      FUNCTION: stage.functionNumber,
      KEEP: Number(keeps),
    },
    buffers: { x: `activation ${input}`, parameters: 'parameters', y: `activation ${output}`, kept },
    grid: tiles.grid,
  });
}

/**
 * The sizes of a layer with weights: those of its forward product and those that its shaders go by.
 *
 * @param {Stage} stage
 * @param {number} capacity
 * @returns {{ product: { rows: number, columns: number, depth: number }, constants: Record<string, number> }}
 */
function measures({ layer, from, to, weight }, capacity) {
  if (layer.kind === 'dense') {
    const inputs = /** @type {number} */ (from.at(-1));
    const rows = size(from) / inputs;
    return {
      product: { rows: rows * capacity, columns: layer.units, depth: inputs },
      constants: { ROWS: rows, INPUTS: inputs, UNITS: layer.units, WEIGHT: weight },
    };
  }
  const positions = /** @type {number} */ (to[1]) * /** @type {number} */ (to[2]);
  const depth = /** @type {number} */ (from[0]) * layer.kernel ** 2;
  return {
    product: { rows: layer.filters, columns: positions * capacity, depth },
    constants: { ...windows(layer, from, to), FILTERS: layer.filters, WEIGHT: weight },
  };
}

/**
 * @param {import('./plan.js').Layer} layer
 * @param {number[]} from
 * @param {number[]} to
 * @returns {Record<string, number>}
 */
function windows({ kernel, stride, padding }, [channels, height, width], [, rows, columns]) {
  const before = (/** @type {number} */ side, /** @type {number} */ count) =>
    padding === 'same' ? Math.floor(Math.max((count - 1) * stride + kernel - side, 0) / 2) : 0;
  return {
    CHANNELS: channels,
    HEIGHT: height,
    WIDTH: width,
    KERNEL: kernel,
    STRIDE: stride,
    PADDING_TOP: before(height, rows),
    PADDING_LEFT: before(width, columns),
    OUT_HEIGHT: rows,
    OUT_WIDTH: columns,
  };
}

/**
 * @param {World} world
 * @param {Stage} stage
 * @param {string} slope
 */
function weightGradient({ sizes, capacity, device, add }, stage, slope) {
  const { layer, input, from, to } = stage;
  const dense = layer.kind === 'dense';
  const { product, constants } = measures(stage, capacity);
  const [units, elements] = dense ? [product.columns, product.depth] : [product.rows, product.depth];
  const columns = elements + Number(layer.bias);
  const depth = dense ? product.rows : product.columns;
  const along = dense ? { a: false, b: false } : { a: true, b: true };
  const tiles = tiling({ rows: units, columns, depth }, along, device, true);
  if (tiles.shares > 1) {
    sizes.set('partial', Math.max(sizes.get('partial') ?? 1, tiles.shares * units * columns));
  }
  const place = { UNITS: units, ELEMENTS: elements, SHARES: tiles.shares, WEIGHT: stage.weight, BIAS: stage.bias };
  /** @type {Record<string, number>} */
  const own = dense ? { ROWS: /** @type {number} */ (constants.ROWS) } : windows(layer, from, to);
  const buffers = { gradient: 'gradient', partial: 'partial' };
  add({
    program: dense ? 'dense_weight_gradient' : 'conv_weight_gradient',
    variant: tiles.variant,
    constants: { ...own, ...place, ...tiles.constants, HAS_BIAS: Number(layer.bias) },
    buffers: { x: `activation ${input}`, dz: slope, ...buffers },
    grid: tiles.grid,
  });
  if (tiles.shares > 1) {
    add({ program: 'reduce', constants: { ...place, COLUMNS: columns }, buffers, grid: line(units * columns) });
  }
}

/**
 * @param {World} world
 * @param {Stage} stage
 * @param {Record<string, number>} below
 * @param {Record<string, string>} buffers
 * @returns {Pass}
 */
function inputGradient({ capacity, device }, stage, below, buffers) {
  const { layer, from } = stage;
  const { product, constants } = measures(stage, capacity);
  const dense = layer.kind === 'dense';
  const plane = size(from) / /** @type {number} */ (from[0]);
  const sizes = dense
    ? { rows: product.rows, columns: product.depth, depth: product.columns }
    : { rows: /** @type {number} */ (from[0]), columns: plane * capacity, depth: layer.filters * layer.kernel ** 2 };
  const tiles = tiling(sizes, { a: true, b: false }, device);
  return {
    program: dense ? 'dense_input_gradient' : 'conv_input_gradient',
    variant: tiles.variant,
    constants: { ...constants, ...tiles.constants, ...below },
    buffers,
    grid: tiles.grid,
  };
}

/**
 * @param {World} world
 * @param {Stage} stage
 * @param {'forward' | 'backward'} entry
 * @param {Record<string, string>} buffers
 * @returns {Pass}
 */
function each({ plan, capacity }, { layer, index, to, functionNumber }, entry, buffers) {
  const features = size(to);
  const grid = line(features * capacity);
  if (layer.kind === 'activation') {
    const constants = { FEATURES: features, ...(entry === 'forward' && { FUNCTION: functionNumber }) };
    return { program: 'apply', entry, constants, buffers, grid };
  }
  const rate = Math.fround(layer.rate);
  const constants = {
    FEATURES: features,
    THRESHOLD: Math.floor(rate * 2 ** 32),
    KEPT: Math.fround(1 / Math.fround(1 - rate)),
    KEY_LOW: plan.spec.seed,
    KEY_HIGH: DROPOUT + index * 256,
  };
  return { program: 'dropout', entry, constants, buffers, grid };
}

/**
 * @param {World} world
 * @param {Stage} stage
 * @param {'forward' | 'backward' | 'backward_apart'} entry
 * @param {Record<string, string>} buffers
 * @returns {Pass}
 */
function pooled({ capacity }, { layer, from, to }, entry, buffers) {
  const [planes, height, width] = /** @type {[number, number, number]} */ (from);
  const whole = layer.kind === 'global_avg_pool2d';
  const [, rows = 1, columns = 1] = to;
  const constants = {
    PLANES: planes,
    HEIGHT: height,
    WIDTH: width,
    SIZE_DOWN: whole ? height : layer.size,
    SIZE_ACROSS: whole ? width : layer.size,
    STRIDE: whole ? Math.max(height, width) : layer.stride,
    OUT_HEIGHT: rows,
    OUT_WIDTH: columns,
  };
  const program = layer.kind === 'max_pool2d' ? 'max_pool' : 'average_pool';
  const cells = planes * Math.ceil(height / layer.stride) * Math.ceil(width / layer.stride);
  const each = { forward: size(to), backward: size(from), backward_apart: cells }[entry];
  const grid = line(each * capacity);
  return { program, entry, constants, buffers, grid };
}

/**
 * @param {World} world
 * @param {Stage} stage
 * @param {'forward' | 'backward'} entry
 * @param {Record<string, string>} buffers
 */
function softmax({ capacity, add }, { to }, entry, buffers) {
  const image = to.length === 3;
  const length = /** @type {number} */ (image ? to[0] : to.at(-1));
  const constants = { FEATURES: size(to), LENGTH: length, STRIDE: image ? size(to) / length : 1 };
  add({ program: 'softmax', entry, constants, buffers, grid: line((size(to) / length) * capacity) });
}
