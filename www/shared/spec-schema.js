/**
 * @file The core's schema of a spec, read for forms, links and checks. Nothing here knows a kind of layer, an optimiser
 * or a schedule by name: a new one of the core appears on the page without further code.
 */

import schema from '#schema';

/**
 * @typedef {'Layer' | 'Loss' | 'Optimizer' | 'Schedule'} Section a part of the spec that has kinds
 * @typedef {'EarlyStopping' | 'Augment'} Group a part of the spec without kinds
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {'number' | 'integer' | 'choice' | 'flag' | 'sizes' | 'text' | 'init' | 'layers'} type
 * @property {boolean} required
 * @property {boolean} live whether it may change while the network trains
 * @property {unknown} initial the default; undefined without one
 * @property {unknown} example a start value, where one must be given
 * @property {string[]} options of a choice, and the named ones of an initialiser
 * @property {Range} range of a number
 * @property {string} description in English, by the core
 *
 * @typedef {{ minimum: number, maximum: number, above: boolean, below: boolean }} Range `above` and `below`: the end
 *   itself is excluded
 * @typedef {{ [name: string]: any }} Property of the JSON Schema
 * @typedef {{ kind: string, [field: string]: unknown }} Variant a value of a section
 */

const definitions = /** @type {Record<string, Property>} */ (/** @type {unknown} */ (schema.$defs));

/** @type {Map<string, Map<string, Field[]>>} */
const read = new Map();

/**
 * @param {Section} section
 * @returns {Map<string, Field[]>} the fields of each kind; those that must be given come first
 */
export function kindsOf(section) {
  const known = read.get(section);
  if (known) return known;
  const kinds = new Map(
    /** @type {Property[]} */ (definitions[section]?.oneOf ?? []).map((one) => [
      one.properties.kind.const,
      fieldsIn(one),
    ]),
  );
  read.set(section, kinds);
  return kinds;
}

/**
 * @param {Section} section
 * @param {string} kind
 * @returns {Field[]}
 */
export function fieldsOf(section, kind) {
  return kindsOf(section).get(kind) ?? [];
}

/**
 * @param {Group} group
 * @param {Record<string, unknown>} values of its fields
 * @returns {Record<string, unknown>} those that are not what they are by default
 */
export function withoutDefaults(group, values) {
  const kept = fieldsOfGroup(group).filter(({ name, initial }) => (values[name] ?? initial) !== initial);
  return Object.fromEntries(kept.map(({ name }) => [name, values[name]]));
}

/** @param {Group} group */
export function fieldsOfGroup(group) {
  return fieldsIn(definitions[group] ?? {});
}

/** @returns {Field[]} the fields of the spec that are neither parts nor the input's shape */
export function specFields() {
  return fieldsIn(/** @type {Property} */ (schema)).filter(({ name }) => name !== 'input' && name !== 'version');
}

/** @returns {string[]} names of the parts of the spec that may change while the network trains */
export function liveParts() {
  const properties = Object.entries(/** @type {Record<string, Property>} */ (schema.properties));
  return properties.filter(([, { allOf, live }]) => allOf && live === true).map(([name]) => name);
}

/**
 * @param {Section} section
 * @param {string} kind
 * @returns {Variant} with a start value for every field that must be given
 */
export function newVariant(section, kind) {
  const needed = fieldsOf(section, kind).filter(({ required }) => required);
  return { kind, ...Object.fromEntries(needed.map(({ name, example, initial }) => [name, example ?? initial])) };
}

/**
 * @template {Variant} Value
 * @param {Section} section
 * @param {Value} value
 * @returns {Value} without optional fields that are unset or at their defaults
 */
export function compact(section, value) {
  const kept = fieldsOf(section, value.kind).filter(({ name, required, initial }) => {
    const given = value[name];
    return given !== undefined && given !== null && (required || JSON.stringify(given) !== JSON.stringify(initial));
  });
  const entries = kept.map(({ name, type }) => [name, type === 'layers' ? compactAll(value[name]) : value[name]]);
  return /** @type {Value} */ ({ kind: value.kind, ...Object.fromEntries(entries) });
}

/** @param {unknown} layers */
function compactAll(layers) {
  return /** @type {Variant[]} */ (layers).map((layer) => compact('Layer', layer));
}

/** @param {Property} part */
function fieldsIn({ properties = {}, required = [] }) {
  const order = (/** @type {Field} */ { name }) => [...required, 'activation', name].indexOf(name);
  return Object.entries(properties)
    .filter(([name, property]) => name !== 'kind' && !property.allOf && !isSpecLayers(property))
    .map(([name, property]) => fieldOf(name, property, required.includes(name)))
    .sort((a, b) => order(a) - order(b));
}

/**
 * @param {Property} property
 * @returns {boolean} whether it is the spec's own list of layers, which has an editor
 */
function isSpecLayers(property) {
  return property === /** @type {Property} */ (schema.properties).layers;
}

/**
 * @param {string} name
 * @param {Property} property
 * @param {boolean} required
 * @returns {Field}
 */
function fieldOf(name, property, required) {
  const named = property.oneOf?.find((/** @type {Property} */ one) => one.enum);
  return {
    name,
    type: typeOf(property, named),
    required,
    live: property.live === true,
    initial: property.default,
    example: property.examples?.[0],
    options: property.enum ?? named?.enum ?? [],
    range: {
      minimum: property.minimum ?? property.exclusiveMinimum ?? Number.NEGATIVE_INFINITY,
      maximum: property.maximum ?? property.exclusiveMaximum ?? Number.POSITIVE_INFINITY,
      above: property.exclusiveMinimum !== undefined,
      below: property.exclusiveMaximum !== undefined,
    },
    description: property.description ?? '',
  };
}

/**
 * @param {Property} property
 * @param {Property | undefined} named
 * @returns {Field['type']}
 */
function typeOf(property, named) {
  if (property.enum) return 'choice';
  if (named) return 'init';
  if (property.type === 'boolean') return 'flag';
  if (property.type === 'string') return 'text';
  if (property.type === 'array') return property.items?.$ref ? 'layers' : 'sizes';
  return property.type === 'integer' ? 'integer' : 'number';
}

/**
 * @param {Field} field
 * @param {number} value
 */
function inRange({ range: { minimum, maximum, above, below } }, value) {
  return (above ? value > minimum : value >= minimum) && (below ? value < maximum : value <= maximum);
}

/**
 * Reads what a person typed or a link holds. A comma is taken as a decimal point, and a minus sign as a hyphen.
 *
 * @param {Field} field
 * @param {string} text
 * @returns {{ value: unknown } | { fault: 'number' | 'whole' | 'range' | 'choice' | 'sizes' }}
 */
export function parseField(field, text) {
  const typed = text.trim();
  switch (field.type) {
    case 'choice':
      return field.options.includes(typed) ? { value: typed } : { fault: 'choice' };
    case 'flag':
      return typed === 'yes' || typed === 'no' ? { value: typed === 'yes' } : { fault: 'choice' };
    case 'text':
      return { value: typed };
    case 'sizes': {
      const sizes = typed.split(/\s*[x×,]\s*/).map(Number);
      return sizes.length <= 3 && sizes.every((size) => Number.isInteger(size) && size > 0)
        ? { value: sizes }
        : { fault: 'sizes' };
    }
    case 'init': {
      if (field.options.includes(typed)) return { value: typed };
      const constant = numberFrom(typed);
      return Number.isFinite(constant) ? { value: { constant } } : { fault: 'choice' };
    }
    case 'layers':
      return { fault: 'choice' };
    default: {
      const value = numberFrom(typed);
      if (!Number.isFinite(value)) return { fault: 'number' };
      if (field.type === 'integer' && !Number.isInteger(value)) return { fault: 'whole' };
      return inRange(field, value) ? { value } : { fault: 'range' };
    }
  }
}

/** @param {string} typed */
function numberFrom(typed) {
  const plain = typed.replace('−', '-').replace(/^([^.,]*),([^.,]*)$/, '$1.$2');
  return plain === '' ? Number.NaN : Number(plain);
}

/**
 * @param {unknown} value of a field
 * @returns {string} as `parseField` reads it
 */
export function fieldText(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join('x');
  if (typeof value === 'object') return fieldText(/** @type {{ constant: number }} */ (value).constant);
  if (typeof value !== 'number') return String(value);
  return value.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 17 });
}
