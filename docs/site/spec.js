/** @file The reference of the spec, made of the core's schema: no list of kinds or fields stands here. */

import { texts } from '../../www/page/names/texts.js';
import { activationsPage } from './activations.js';
import { fieldTable } from './spec-fields.js';
import { minimalSpec, shapeTable } from './spec-shapes.js';

/**
 * @typedef {Record<string, any>} Schema JSON Schema, as the core writes it
 * @typedef {import('./pages.js').Source} Source
 * @typedef {{ kind: string, schema: Schema, fields: Record<string, unknown> }} Kind with its smallest example
 */

/** Pages of the kinds: the schema's definition, the page, and how it begins. */
const groups = [
  {
    definition: 'Layer',
    path: 'spec/layers',
    title: 'Layers',
    about:
      'The kinds of layers, as they stand in `layers` of a [spec](spec.md). The tables of shapes are the ' +
      "core's own answers for each example. Parameters have [PyTorch's names](spec.md#names-of-parameters).",
  },
  {
    definition: 'Loss',
    path: 'spec/losses',
    title: 'Losses',
    about:
      'The kinds of `loss` of a [spec](spec.md). Under `cross_entropy` and `binary_cross_entropy` the last layer gives ' +
      'logits, and `predict` applies the softmax or the sigmoid.',
  },
  {
    definition: 'Optimizer',
    path: 'spec/optimizers',
    title: 'Optimisers',
    about:
      "The kinds of `optimizer` of a [spec](spec.md), with PyTorch's formulas. `session.configure` changes them during " +
      'training; the state of the optimiser stays unless the kind changes.',
  },
  {
    definition: 'Schedule',
    path: 'spec/schedules',
    title: 'Learning rate schedules',
    about: 'The kinds of `schedule` of a [spec](spec.md): the learning rate as a function of the optimiser step.',
  },
];

/** Parts of the spec that have fields and no kinds. */
const objects = [
  { definition: 'EarlyStopping', field: 'early_stopping', path: 'spec/early-stopping', title: 'Early stopping' },
  { definition: 'Augment', field: 'augment', path: 'spec/augment', title: 'Augmentation' },
];

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @returns {Promise<Source[]>}
 */
export async function specPages(inkgrad) {
  const schema = /** @type {Schema} */ (inkgrad.schema);
  const pages = [specPage(schema), await activationsPage(inkgrad, schema)];
  for (const group of groups) {
    const parts = [`# ${group.title}`, group.about];
    for (const kind of kindsOf(schema, group.definition))
      parts.push(...(await kindParts(inkgrad, kind, group.definition)));
    pages.push({ path: group.path, text: parts.join('\n\n') });
  }
  for (const { definition, field, path, title } of objects)
    pages.push(objectPage(schema, definition, field, path, title));
  return pages;
}

/**
 * @param {Schema} schema
 * @param {string} definition
 * @returns {Kind[]} each with the fields that must be given
 */
export function kindsOf(schema, definition) {
  return schema.$defs[definition].oneOf.map((/** @type {Schema} */ one) => {
    const required = one.required.filter((/** @type {string} */ name) => name !== 'kind');
    const given = (/** @type {string} */ name) => one.properties[name].examples?.[0] ?? startOf(one.properties[name]);
    const fields = Object.fromEntries(required.map((/** @type {string} */ name) => [name, given(name)]));
    return { kind: one.properties.kind.const, schema: one, fields };
  });
}

/** @param {Schema} field one that must be given and has no example @returns {unknown} */
function startOf(field) {
  if (field.enum) return field.enum.includes('relu') ? 'relu' : field.enum[0];
  throw new Error(`the schema has no example for "${field.description}"`);
}

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {Kind} kind
 * @param {string} definition
 * @returns {Promise<string[]>}
 */
async function kindParts(inkgrad, kind, definition) {
  const example = JSON.stringify({ kind: kind.kind, ...kind.fields }, null, 1).replaceAll(/\n\s*/g, ' ');
  const parts = [
    `## ${kind.kind}`,
    `**${nameOf(kind.kind)}.** ${kind.schema.description}`,
    fieldTable(kind.schema),
    `\`\`\`json\n${example}\n\`\`\``,
  ];
  if (definition === 'Layer') parts.push(await shapeTable(inkgrad, kind));
  return parts;
}

/** @param {string} kind @returns {string} the page's name of it, in British English */
function nameOf(kind) {
  const name = /** @type {Record<string, string>} */ (texts.en)[`kind.${kind}`] ?? kind;
  return name.replace('normalization', 'normalisation');
}

/**
 * @param {Schema} schema
 * @param {string} definition
 * @param {string} field
 * @param {string} path
 * @param {string} title
 * @returns {Source}
 */
function objectPage(schema, definition, field, path, title) {
  const object = schema.$defs[definition];
  const entries = Object.entries(object.properties).map(([name, { default: value }]) => [name, value]);
  const example = JSON.stringify({ [field]: Object.fromEntries(entries) }, null, 1).replaceAll(/\n\s*/g, ' ');
  const about = `${object.description} It is the field \`${field}\` of a [spec](spec.md); without it there is none.`;
  const code = `All fields with their defaults:\n\n\`\`\`json\n${example}\n\`\`\``;
  return { path, text: [`# ${title}`, about, fieldTable(object), code].join('\n\n') };
}

/** @param {Schema} schema @returns {Source} the page of the spec as a whole */
function specPage(schema) {
  const example = minimalSpec([784], [{ kind: 'dense', units: 10 }], 'cross_entropy');
  return {
    path: 'spec/spec',
    text: `# The spec

A spec is plain JSON: a network, its loss and its training. The package, the crate and the page read the same one.
\`inkgrad.schema.json\` is its JSON Schema, from which this reference is made. A field that is not known is an error, and an
error names its place, as in \`layers[2].units\`. \`describe(spec)\` checks a spec without making a network.

${fieldTable(schema)}

The smallest classifier of 28×28 pictures:

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\`

## Kinds

${[...groups, ...objects].map(({ title, path, definition }) => `- [${title}](${path.slice('spec/'.length)}.md): ${listOf(schema, definition)}`).join('\n')}
- [Activation functions](activations.md)

## Names of parameters

Parameters have PyTorch's names and layouts: \`layers.I.NAME\`, I counted from 0 over all layers. A file is exchanged with
PyTorch without transposing. The tables of [layers](layers.md) list them with their shapes.
`,
  };
}

/** @param {Schema} schema @param {string} definition */
function listOf({ $defs }, definition) {
  const { oneOf, properties } = $defs[definition];
  const names = oneOf ? oneOf.map((/** @type {Schema} */ one) => one.properties.kind.const) : Object.keys(properties);
  return names.map((/** @type {string} */ name) => `\`${name}\``).join(', ');
}
