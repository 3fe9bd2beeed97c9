/**
 * @file Reads a session's spec as the device needs it: the stages with their sizes, where their parameters lie, and what
 * is trained. Layers that change no number are left out. Which passes a stage makes is the business of passes.js.
 */

/**
 * @typedef {import('../generated/bindings.js').Handle} Handle
 * @typedef {Record<string, any>} Layer a layer of the spec, every default filled in
 * @typedef {{ name: string, kind: string, outputShape: number[], multiplyAdds: number }} Row
 * @typedef {{ name: string, shape: number[], data: Float32Array }} Tensor
 * @typedef {{ first: number, end: number }} Range of the flat buffers
 *
 * @typedef {object} Stage
 * @property {number} index of the layer
 * @property {Layer} layer
 * @property {number[]} from the shape of its input
 * @property {number[]} to that of its output
 * @property {number} input which of the activations it reads, 0 being the batch
 * @property {number} output which it writes
 * @property {number} weight where its weight lies in the flat buffers; its bias lies behind it
 * @property {number} bias
 * @property {boolean} trained
 * @property {number} functionNumber that it ends in, in the order of FUNCTIONS; 0 also for softmax, which is a pass apart
 * @property {boolean} keeps whether the derivative needs what went into the function
 *
 * @typedef {object} Plan
 * @property {Stage[]} stages
 * @property {number[]} widths floats of a sample in each of the activations
 * @property {Range[]} trained what the optimiser moves
 * @property {Range[]} penalised what l1 and l2 act on
 * @property {number} length of each flat buffer
 * @property {Record<string, any>} spec
 */

/** The functions between layers in the order by which the shaders know them. */
const FUNCTIONS = ['linear', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'elu', 'gelu', 'gelu_tanh', 'silu', 'softplus'];
const NEED_INPUT = ['gelu', 'gelu_tanh', 'silu'];

const VIEWS = ['flatten', 'reshape'];
const KINDS = ['dense', 'conv2d', 'max_pool2d', 'avg_pool2d', 'global_avg_pool2d', 'dropout', 'activation', ...VIEWS];

/**
 * The layers that there are no passes for.
 *
 * @param {Row[]} rows
 * @returns {string[]}
 */
export function unsupported(rows) {
  return rows.filter(({ kind }) => !KINDS.includes(kind)).map(({ name, kind }) => `${name} (${kind})`);
}

/** @param {number[]} shape */
export function size(shape) {
  return shape.reduce((all, one) => all * one, 1);
}

/**
 * @param {Record<string, any>} spec
 * @param {Row[]} rows
 * @param {Tensor[]} tensors
 * @returns {Plan}
 */
function makePlan(spec, rows, tensors) {
  const places = placesOf(tensors);
  const widths = [size(spec.input)];
  /** @type {Stage[]} */
  const stages = [];
  let from = spec.input;
  for (const [index, layer] of spec.layers.entries()) {
    const to = rows[index].outputShape;
    if (!VIEWS.includes(layer.kind)) {
      const input = widths.length - 1;
      widths.push(size(to));
      const name = layer.activation ?? layer.function ?? 'linear';
      stages.push({
        index,
        layer,
        from,
        to,
        input,
        output: input + 1,
        weight: places.get(`layers.${index}.weight`) ?? 0,
        bias: places.get(`layers.${index}.bias`) ?? 0,
        trained: layer.trainable && places.has(`layers.${index}.weight`),
        functionNumber: Math.max(0, FUNCTIONS.indexOf(name)),
        keeps: NEED_INPUT.includes(name) && layer.kind !== 'activation',
      });
    }
    from = to;
  }
  const trainable = tensors.filter(({ name }) => spec.layers[Number(name.split('.')[1])].trainable);
  const weights = trainable.filter(({ name }) => name.endsWith('.weight'));
  return {
    stages,
    widths,
    trained: joined(trainable, places),
    penalised: joined(weights, places),
    length: tensors.reduce((all, { data }) => all + data.length, 0),
    spec,
  };
}

/**
 * @param {Handle} handle
 * @returns {Row[]}
 */
export function rowsOf(handle) {
  return /** @type {any} */ (handle.summary());
}

/**
 * The plan of a session as it stands, and what goes by its data.
 *
 * @param {Handle} handle
 */
export function describe(handle) {
  const [scoring, classes, capacity] = handle.data_ahead();
  const tensors = /** @type {Tensor[]} */ (handle.parameters());
  const plan = makePlan(/** @type {any} */ (handle.spec()), rowsOf(handle), tensors);
  return { plan, setting: { capacity, scoring, classes: classes === 1 } };
}

/** @param {Stage} stage */
export function endsInSoftmax({ layer }) {
  return layer.activation === 'softmax' || layer.function === 'softmax';
}

/** @param {Tensor[]} tensors in the order in which they lie */
function placesOf(tensors) {
  /** @type {Map<string, number>} */
  const places = new Map();
  let end = 0;
  for (const { name, data } of tensors) {
    places.set(name, end);
    end += data.length;
  }
  return places;
}

/**
 * @param {Tensor[]} tensors
 * @param {Map<string, number>} places
 * @returns {Range[]} neighbours joined
 */
function joined(tensors, places) {
  /** @type {Range[]} */
  const ranges = [];
  for (const { name, data } of tensors) {
    const first = places.get(name) ?? 0;
    const last = ranges.at(-1);
    if (last?.end === first) last.end += data.length;
    else ranges.push({ first, end: first + data.length });
  }
  return ranges;
}
