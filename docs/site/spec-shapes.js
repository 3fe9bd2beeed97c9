/** @file What a layer makes of a sample's shape, and its parameters: the core's own answers. */

/** Samples of each kind: features, a grey image, an image of many channels, a sequence. */
const INPUTS = [[16], [1, 28, 28], [8, 14, 14], [28, 16]];

/**
 * @param {number[]} input
 * @param {import('inkgrad').Layer[]} layers
 * @param {'mse' | 'cross_entropy'} loss
 * @returns {import('inkgrad').Spec}
 */
export function minimalSpec(input, layers, loss) {
  return { input, layers, loss: { kind: loss }, optimizer: { kind: 'adam', learning_rate: 0.001 } };
}

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {import('./spec.js').Kind} kind
 * @returns {Promise<string>} a table in Markdown
 */
export async function shapeTable(inkgrad, { kind, fields }) {
  /** @type {Record<'input' | 'fields' | 'output' | 'parameters', string>[]} */
  const rows = [];
  for (const input of INPUTS) {
    const fitting = inkgrad.layersAfter(input).find((other) => other.kind === kind);
    if (!fitting) continue;
    const layer = /** @type {import('inkgrad').Layer} */ ({ kind, ...fitting.fields });
    const spec = minimalSpec(input, [layer], 'mse');
    const { layers } = inkgrad.describe(spec);
    const session = await inkgrad.Session.create(spec);
    const parameters = (await session.parameters()).map(
      ({ name, shape }) => `\`${withoutIndex(name)} ${text(shape)}\``,
    );
    session.free();
    rows.push({
      input: `\`${text(input)}\``,
      fields: difference(fields, fitting.fields),
      output: `\`${text(layers[0]?.outputShape ?? [])}\``,
      parameters: parameters.join(', '),
    });
  }
  if (rows.length === 0) throw new Error(`no sample's shape suits ${kind}`);
  const titles = { input: 'shape of a sample', fields: 'with', output: 'output', parameters: 'parameters' };
  const keys = /** @type {(keyof typeof titles)[]} */ (Object.keys(titles));
  const columns = keys.filter((key) => rows.some((row) => row[key] !== ''));
  const lines = [
    columns.map((key) => titles[key]),
    columns.map(() => '---'),
    ...rows.map((row) => columns.map((key) => row[key])),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {number[]} shape */
function text(shape) {
  return `[${shape.join(', ')}]`;
}

/** @param {string} name as in `layers.0.weight` */
function withoutIndex(name) {
  return name.replace(/^layers\.0\./, '');
}

/**
 * @param {Record<string, unknown>} example
 * @param {Record<string, unknown>} fields
 * @returns {string} fields that suit this shape, where they are not those of the example
 */
function difference(example, fields) {
  const others = Object.entries(fields).filter(
    ([name, value]) => JSON.stringify(example[name]) !== JSON.stringify(value),
  );
  return others.map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``).join(', ');
}
