/** @file Tables of fields: type, range, default and meaning, from JSON Schema. */

/** @typedef {import('./spec.js').Schema} Schema */

/** Numbers of 32 bits have this as their limit, which says nothing. */
const MOST = 2 ** 32 - 1;

/** Pages of definitions that fields refer to. */
const PAGES = new Map([
  ['Layer', '[layers](layers.md)'],
  ['Loss', '[loss](losses.md)'],
  ['Optimizer', '[optimiser](optimizers.md)'],
  ['Schedule', '[schedule](schedules.md)'],
  ['EarlyStopping', '[early stopping](early-stopping.md)'],
  ['Augment', '[augmentation](augment.md)'],
]);

/** @param {Schema} object @returns {string} a table in Markdown */
export function fieldTable({ properties, required }) {
  const rows = Object.entries(properties)
    .filter(([name]) => name !== 'kind')
    .map(
      ([name, field]) =>
        `| \`${name}\` | ${typeOf(field)} | ${defaultOf(name, field, required)} | ${meaningOf(field)} |`,
    );
  if (rows.length === 0) return 'It has no fields.';
  return ['| field | values | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** @param {Schema} field @returns {string} */
function typeOf(field) {
  const reference = field.$ref ?? field.allOf?.[0].$ref;
  if (reference) return PAGES.get(reference.split('/').at(-1)) ?? reference;
  if (field.enum) return field.enum.length > 6 ? '[function](activations.md)' : codes(field.enum).join(', ');
  if (field.oneOf) return field.oneOf.map(typeOf).join(', ');
  if (field.type === 'array') return `list of ${typeOf(field.items)}${lengthOf(field)}`;
  if (field.type === 'object')
    return `\`{ ${Object.keys(field.properties)
      .map((name) => `"${name}": …`)
      .join(', ')} }\``;
  if (field.type === 'boolean') return '`true`, `false`';
  return `${field.type === 'string' ? 'text' : field.type}${rangeOf(field)}`;
}

/** @param {Schema} field */
function lengthOf({ minItems, maxItems }) {
  return maxItems ? `, ${minItems} to ${maxItems} of them` : '';
}

/** @param {Schema} field */
function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  const parts = [];
  if (minimum !== undefined) parts.push(`≥ ${minimum}`);
  if (exclusiveMinimum !== undefined) parts.push(`> ${exclusiveMinimum}`);
  if (maximum !== undefined && maximum !== MOST) parts.push(`≤ ${maximum}`);
  if (exclusiveMaximum !== undefined) parts.push(`< ${exclusiveMaximum}`);
  return parts.length > 0 ? ` ${parts.join(' and ')}` : '';
}

/**
 * @param {string} name
 * @param {Schema} field
 * @param {string[]} required
 */
function defaultOf(name, field, required) {
  if (required.includes(name)) return 'must be given';
  if (field.defaultFrom) return `by \`${field.defaultFrom}\``;
  return field.default === undefined ? 'none' : codes([field.default])[0];
}

/** @param {Schema} field */
function meaningOf({ description }) {
  return description.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** @param {unknown} value @returns {string} small numbers as `1e-5` */
function jsonOf(value) {
  return typeof value === 'number' && value !== 0 && value < 1e-3 ? value.toExponential() : JSON.stringify(value);
}

/** @param {unknown[]} values */
function codes(values) {
  return values.map((value) => `\`${typeof value === 'string' ? value : jsonOf(value)}\``);
}
