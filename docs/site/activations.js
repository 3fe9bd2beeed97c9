/** @file The page of activation functions: the schema's list, each with its values as the core computes them. */

import { minimalSpec } from './spec-shapes.js';

/** Inputs of the table. */
const SHOWN = [-3, -1, 0, 1, 3];

/** Inputs of the curve: −4 to 4. */
const CURVE = Array.from({ length: 81 }, (_, index) => -4 + index / 10);

/** Softmax depends on all inputs at once, so that it has no curve. */
const JOINT = 'softmax';

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {import('./spec.js').Schema} schema
 * @returns {Promise<import('./pages.js').Source>}
 */
export async function activationsPage(inkgrad, schema) {
  const layer = schema.$defs.Layer.oneOf.find((/** @type {any} */ one) => one.properties.kind.const === 'activation');
  const names = /** @type {string[]} */ (layer.properties.function.enum);
  const rows = [];
  for (const name of names.filter((name) => name !== JOINT)) {
    const values = await valuesOf(inkgrad, name, SHOWN);
    const curve = await valuesOf(inkgrad, name, CURVE);
    rows.push(`| \`${name}\` | ${picture(name, curve)} | ${values.map(rounded).join(' | ')} |`);
  }
  return {
    path: 'spec/activations',
    text: `# Activation functions

They are the values of \`activation\` of a layer, and of \`function\` of the layer [activation](layers.md#activation). The curves
run from −4 to 4; core and page compute them by the same code.

| name | curve | ${SHOWN.map((input) => `f(${String(input).replace('-', '−')})`).join(' | ')} |
| --- | --- | ${SHOWN.map(() => '---:').join(' | ')} |
${rows.join('\n')}

\`${JOINT}\` gives probabilities over the last axis, over the channels of an image. At the end of a network under
\`cross_entropy\` it is left out, since the loss contains it.
`,
  };
}

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {string} name
 * @param {number[]} inputs
 */
async function valuesOf({ Session }, name, inputs) {
  const activation = /** @type {import('inkgrad').Layer} */ ({ kind: 'activation', function: name });
  const session = await Session.create(minimalSpec([inputs.length], [activation], 'mse'));
  const values = await session.predict([inputs]);
  session.free();
  return [...values];
}

/** @param {number} value */
function rounded(value) {
  return value.toFixed(3).replace('-', '−');
}

/** The height of the picture over and below 0, in units of the function. */
const [TOP, BOTTOM] = [2.5, -1.5];

/** @param {string} name @param {number[]} values @returns {string} a drawing in one line, for a cell of a table */
function picture(name, values) {
  const points = values
    .map((value, index) => [10 * (CURVE[index] ?? 0) + 40, 10 * (TOP - value)])
    .filter(([, y = 0]) => y >= 0 && y <= 10 * (TOP - BOTTOM));
  const path = points.map(([x = 0, y = 0]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const axes = `<path d="M0 ${10 * TOP}H80M40 0V${10 * (TOP - BOTTOM)}"/>`;
  return `<svg class="curve" viewBox="0 0 80 ${10 * (TOP - BOTTOM)}" role="img" aria-label="curve of ${name}">${axes}<polyline points="${path}"/></svg>`;
}
