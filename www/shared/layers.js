/** @file Hidden layers as the page knows them, and their form in the address: `dense-128-relu,dense-64-tanh`. */

/**
 * @typedef {'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'elu' | 'gelu' | 'silu' | 'softplus'} ActivationName
 * @typedef {{ kind: 'dense', units: number, activation: ActivationName }} HiddenLayer
 */

/** @type {ActivationName[]} */
export const activations = ['relu', 'leaky_relu', 'elu', 'gelu', 'silu', 'softplus', 'tanh', 'sigmoid', 'linear'];

/** The most units of a layer and the most layers: what a tab's memory holds with room to spare. */
export const unitsRange = { minimum: 1, maximum: 4096 };
export const mostLayers = 8;

/**
 * @param {HiddenLayer[]} layers
 * @returns {string}
 */
export function layersToText(layers) {
  return layers.map((layer) => `${layer.kind}-${layer.units}-${layer.activation}`).join(',');
}

/**
 * @param {string} text
 * @returns {HiddenLayer[] | undefined} undefined where one of them cannot be
 */
export function layersFromText(text) {
  if (text === '') return [];
  const layers = text.split(',').map(layerFromText);
  const whole = layers.filter((layer) => layer !== undefined);
  return whole.length === layers.length && whole.length <= mostLayers ? whole : undefined;
}

/**
 * @param {string} text
 * @returns {HiddenLayer | undefined}
 */
function layerFromText(text) {
  const [kind, unitsText = '', activation, ...rest] = text.split('-');
  const units = checkUnits(unitsText);
  const known = activations.find((name) => name === activation);
  if (kind !== 'dense' || units === undefined || known === undefined || rest.length > 0) return undefined;
  return { kind: 'dense', units, activation: known };
}

/**
 * @param {string} text as typed
 * @returns {number | undefined}
 */
export function checkUnits(text) {
  const units = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return units >= unitsRange.minimum && units <= unitsRange.maximum ? units : undefined;
}
