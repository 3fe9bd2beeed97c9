/** @file Another kind for a part of the spec. */

import { compact, fieldsOf, newVariant } from '../../shared/spec-schema.js';

/**
 * @typedef {import('../../shared/spec-schema.js').Section} Section
 * @typedef {import('../../shared/spec-schema.js').Variant} Variant
 */

/**
 * @param {Section} section
 * @param {Variant} value
 * @param {string} kind
 * @returns {Variant} of the other kind; fields of the same name and type keep their values
 */
export function changeKind(section, value, kind) {
  const types = new Map(fieldsOf(section, value.kind).map(({ name, type }) => [name, type]));
  const kept = fieldsOf(section, kind).filter(({ name, type }) => name in value && types.get(name) === type);
  const entries = kept.map(({ name }) => [name, value[name]]);
  return compact(section, { ...newVariant(section, kind), ...Object.fromEntries(entries) });
}

/**
 * @param {Section} section
 * @param {Variant} value
 * @param {string} name
 * @param {unknown} given undefined unsets the field
 * @returns {Variant}
 */
export function withField(section, value, name, given) {
  return compact(section, { ...value, [name]: given });
}
