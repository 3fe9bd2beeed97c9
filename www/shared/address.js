/**
 * @file Writes settings to the page's URL and reads them: only differences from the defaults, with a version in the
 * fragment.
 */

import { settings, valueFromText, valueToText } from './settings.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {{ search: string, hash: string }} Address
 */

const FRAGMENT_VERSION = '1';

/**
 * @param {Address} address
 * @param {Settings} defaults
 * @returns {{ values: Settings, refused: string[] }} the settings, and the names of those that are invalid
 */
export function readAddress(address, defaults) {
  const query = new URLSearchParams(address.search);
  const fragment = new URLSearchParams(address.hash.replace(/^#/, ''));
  const readable = !fragment.has('v') || fragment.get('v') === FRAGMENT_VERSION;
  /** @type {Record<string, unknown>} */
  const values = { ...defaults };
  const refused = readable ? [] : ['v'];
  for (const setting of settings) {
    const text = setting.place === 'query' ? query.get(setting.name) : readable && fragment.get(setting.name);
    if (typeof text !== 'string') continue;
    const value = valueFromText(setting, text);
    if (value === undefined) refused.push(setting.name);
    else values[setting.name] = value;
  }
  return { values: /** @type {Settings} */ (/** @type {unknown} */ (values)), refused };
}

/**
 * @param {Settings} values
 * @param {Settings} defaults
 * @param {string} search the query as it is: parameters that are not ours stay
 * @returns {Address}
 */
export function writeAddress(values, defaults, search) {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams();
  for (const setting of settings) {
    const target = setting.place === 'query' ? query : fragment;
    const text = valueToText(setting, values);
    if (text === valueToText(setting, defaults)) target.delete(setting.name);
    else target.set(setting.name, text);
  }
  const rest = fragment.toString().replaceAll('%2C', ',');
  return {
    search: query.size > 0 ? `?${query}` : '',
    hash: rest === '' ? '' : `#v=${FRAGMENT_VERSION}&${rest}`,
  };
}
