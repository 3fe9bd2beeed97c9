/** @file What a kind of layer, loss, optimizer or schedule does, as the field that chooses it explains it. */

import schema from '#schema';
import { kindsOf } from '../../shared/spec-schema.js';
import { language } from '../app/language.js';
import { kindExplanations } from './kind-texts.js';

/**
 * @typedef {import('../../shared/spec-schema.js').Section} Section
 * @typedef {import('../../shared/spec-schema.js').Field} Field
 */

const definitions =
  /** @type {Record<string, { oneOf?: { description?: string, properties: { kind: { const: string } } }[] }>} */ (
    /** @type {unknown} */ (schema.$defs)
  );

/**
 * @param {Section} section
 * @param {string} kind
 * @returns {string} one sentence in the page's language
 */
export function aboutKind(section, kind) {
  const english = definitions[section]?.oneOf?.find(({ properties }) => properties.kind.const === kind)?.description;
  return (language.value === 'zh' ? kindExplanations[kind] : undefined) ?? english ?? '';
}

/**
 * @param {Section} section
 * @param {string} kind that is chosen
 * @returns {Field} the choice of a kind
 */
export function kindField(section, kind) {
  return {
    name: 'kind',
    type: 'choice',
    required: true,
    live: false,
    initial: undefined,
    example: kind,
    options: [...kindsOf(section).keys()],
    range: { minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY, above: false, below: false },
    description: aboutKind(section, kind),
  };
}
