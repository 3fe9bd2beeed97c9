/**
 * @file The kinds of layers in the package's schema, with their fields for forms. A new layer of the core appears on
 * the page without further code, unless it holds layers: for these a form has no place. The texts contain the names of
 * kinds.
 */

import schema from '../../package/generated/inkgrad.schema.json' with { type: 'json' };

/**
 * @typedef {{ name: string, needed: boolean, live: boolean }} Common `live`: it may change while the network learns
 * @typedef {Common & { type: 'number', initial: number | null, whole: boolean, minimum: number, maximum: number }}
 *   NumberField
 * @typedef {Common & { type: 'choice', initial: string | null, options: string[] }} ChoiceField
 * @typedef {Common & { type: 'flag', initial: boolean }} FlagField
 * @typedef {Common & { type: 'sizes', initial: null }} SizesField
 * @typedef {NumberField | ChoiceField | FlagField | SizesField} Field
 * @typedef {{ default?: unknown, enum?: string[], type?: string, minimum?: number, maximum?: number, description?: string,
 *   exclusiveMinimum?: number, exclusiveMaximum?: number, oneOf?: { enum?: string[] }[] }} Property
 * @typedef {{ required: string[], properties: Record<string, Property & { const?: string }> }} Kind
 */

/** Maximum of integers, which fits a tab's memory. */
const MOST = 4096;

/** The schema's note for fields that may change during training. */
const LIVE = 'May change while the network trains.';

/** Initial values of a new layer for fields without a default in the schema. */
const beginnings = /** @type {Record<string, unknown>} */ ({
  units: 64,
  filters: 16,
  kernel: 3,
  size: 2,
  rate: 0.25,
  heads: 4,
  hidden: 128,
  activation: 'relu',
  function: 'relu',
  shape: [28, 28],
});

/** @type {Map<string, Field[]>} fields of each kind of layer, those that must be given first */
export const layerKinds = new Map(
  /** @type {Kind[]} */ (/** @type {unknown} */ (schema.$defs.Layer.oneOf))
    .filter(({ properties }) => !('layers' in properties))
    .map((kind) => [kind.properties.kind?.const ?? '', fieldsOf(kind)]),
);

/** @param {Kind} kind */
function fieldsOf({ required, properties }) {
  const order = (/** @type {Field} */ { name }) => [...required, 'activation', name].indexOf(name);
  return Object.entries(properties)
    .filter(([name]) => name !== 'kind' && name !== 'name')
    .map(([name, property]) => fieldOf(name, property, required.includes(name)))
    .sort((a, b) => order(a) - order(b));
}

/**
 * @param {string} name
 * @param {Property} property
 * @param {boolean} needed
 * @returns {Field}
 */
function fieldOf(name, property, needed) {
  const initial = property.default ?? null;
  const common = { name, needed, live: property.description?.includes(LIVE) ?? false };
  const options = property.enum ?? property.oneOf?.find((one) => one.enum)?.enum;
  if (options) return { ...common, type: 'choice', initial: /** @type {string | null} */ (initial), options };
  if (property.type === 'boolean') return { ...common, type: 'flag', initial: initial === true };
  if (property.type === 'array') return { ...common, type: 'sizes', initial: null };
  const whole = property.type === 'integer';
  const { exclusiveMinimum, exclusiveMaximum } = property;
  return {
    ...common,
    type: 'number',
    initial: /** @type {number | null} */ (initial),
    whole,
    minimum: property.minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1e-9),
    maximum: Math.min(property.maximum ?? MOST, exclusiveMaximum === undefined ? MOST : exclusiveMaximum - 1e-3),
  };
}

/**
 * @param {Field} field
 * @returns {unknown} its initial value in a new layer
 */
export function beginningOf({ name, initial, needed }) {
  return needed || name === 'activation' ? (beginnings[name] ?? initial ?? 1) : initial;
}

/**
 * @param {Field} field
 * @param {string} text
 * @returns {unknown} the value, or undefined if the text is invalid for the field
 */
export function fieldFromText(field, text) {
  switch (field.type) {
    case 'choice':
      return field.options.includes(text) ? text : undefined;
    case 'flag':
      return text === 'yes' ? true : text === 'no' ? false : undefined;
    case 'sizes':
      return /^[1-9]\d{0,3}(x[1-9]\d{0,3}){0,2}$/.test(text) ? text.split('x').map(Number) : undefined;
    case 'number': {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      const right = value >= field.minimum && value <= field.maximum && (!field.whole || Number.isInteger(value));
      return right ? value : undefined;
    }
  }
}

/** @param {unknown} value of a field, as `fieldFromText` reads it; without a sign, so that it may stand between dashes */
export function fieldToText(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join('x');
  if (typeof value !== 'number') return String(value);
  return value.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 17 });
}
