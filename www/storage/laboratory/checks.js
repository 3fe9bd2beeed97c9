/** @file Checks of what a laboratory's archive says: values of the right kind are taken, anything else is an error. */

import { LaboratoryError } from './format.js';

/**
 * @template Value
 * @typedef {(value: any, where: string) => Value} Check gives the value, of the checked fields alone
 */

/** @param {string} where @returns {never} */
function refuse(where) {
  throw new LaboratoryError('damaged', where);
}

/** @type {Check<number>} */
export const number = (value, where) => (Number.isFinite(value) ? value : refuse(where));

/** Not a number and the infinite ones are null in JSON. @type {Check<number>} */
const anyNumber = (value, where) => (value === null ? Number.NaN : number(value, where));

/** @type {Check<boolean>} */
export const flag = (value, where) => (typeof value === 'boolean' ? value : refuse(where));

/** @param {number} [least] @param {number} [most] @returns {Check<number>} */
export const whole =
  (least = 0, most = Number.MAX_SAFE_INTEGER) =>
  (value, where) =>
    Number.isInteger(value) && value >= least && value <= most ? value : refuse(where);

/** @param {number} [most] letters @returns {Check<string>} */
export const text =
  (most = 10_000) =>
  (value, where) =>
    typeof value === 'string' && value.length <= most ? value : refuse(where);

/** Names of runs, samples and data sets, which become names of files. @type {Check<string>} */
export const id = (value, where) => (/^[\w-]{1,64}$/.test(String(value)) ? String(value) : refuse(where));

/** Any object of JSON. @type {Check<any>} */
export const plain = (value, where) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : refuse(where);

/** @template Value @param {Check<Value>} check @returns {Check<Value | null>} */
const maybe = (check) => (value, where) => (value === null || value === undefined ? null : check(value, where));

/** @template Value @param {Check<Value>} check @param {number} [most] @returns {Check<Value[]>} */
export const list =
  (check, most = 100_000) =>
  (value, where) =>
    Array.isArray(value) && value.length <= most
      ? value.map((item, at) => check(item, `${where}[${at}]`))
      : refuse(where);

/**
 * @template {Record<string, Check<any>>} Fields
 * @param {Fields} checks
 * @returns {Check<{ [Name in keyof Fields]: ReturnType<Fields[Name]> }>}
 */
export const fields = (checks) => (value, where) => {
  const found = plain(value, where);
  const read = Object.entries(checks).map(([name, check]) => [name, check(found[name], `${where}.${name}`)]);
  return /** @type {any} */ (Object.fromEntries(read));
};

const position = fields({ wholeSince: maybe(whole()), step: whole(), epoch: number });

const progress = fields({
  step: whole(),
  epoch: number,
  loss: anyNumber,
  accuracy: maybe(number),
  gradientNorm: anyNumber,
  learningRate: number,
  samplesPerSecond: anyNumber,
});

/** @type {Check<Uint32Array | null>} */
const confusion = maybe((value, where) => (value instanceof Uint32Array ? value : refuse(where)));

const kinds = ['changed', 'diverged', 'early_stopping', 'started'];

const event = fields({
  step: whole(),
  kind: (value, where) => /** @type {'changed'} */ (kinds.includes(value) ? value : refuse(where)),
  label: text(),
});

const experiment = fields({
  spec: plain,
  dataset: (value, where) => ({ ...plain(value, where), name: id(value.name, where) }),
  run: fields({
    epochs: whole(0, 10_000),
    workers: whole(0, 64),
    gpu: (value, where) => /** @type {'off'} */ (['off', 'auto', 'on'].includes(value) ? value : refuse(where)),
  }),
});

export const run = fields({
  id,
  parent: maybe(fields({ id, step: whole() })),
  experiment,
  position,
  progress: maybe(progress),
  validation: maybe(fields({ step: whole(), loss: anyNumber, accuracy: maybe(number), confusion })),
  points: whole(),
  events: list(event),
  configuration: plain,
  name: text(),
  notes: text(100_000),
  pinned: flag,
  created: number,
  curves: maybe(text()),
  states: list(fields({ file: text(), position, build: maybe(text(100)) }), 100),
});

const row = fields({
  step: number,
  loss: maybe(number),
  accuracy: maybe(number),
  validationLoss: maybe(number),
  validationAccuracy: maybe(number),
});

export const curves = fields({
  rows: list(row),
  epochs: list(number),
  stride: whole(1),
  pending: list(fields({ step: number, loss: anyNumber, accuracy: maybe(number) })),
});

export const drawing = list(fields({ erase: flag, points: list(number) }), 10_000);

/** Fields that others add stay. @type {Check<import('../records.js').Sample>} */
export const sample = (value, where) => {
  const known = fields({ id, set: id, label: text(), created: number })(value, where);
  const { pixels, strokes } = value;
  if (strokes !== undefined) drawing(strokes, `${where}.strokes`);
  if (pixels !== undefined) {
    const { shape } = fields({ shape: list(whole(1, 10_000), 3) })(pixels, `${where}.pixels`);
    const { values } = pixels;
    const arrays = values instanceof Uint8Array || values instanceof Float32Array;
    if (!arrays || values.length !== shape.reduce((product, length) => product * length, 1)) refuse(`${where}.pixels`);
  }
  return { ...value, ...known };
};

/** Fields that others add stay. @type {Check<import('./format.js').DataSetEntry>} */
export const dataSet = (value, where) => {
  const known = fields({ id, name: text(), created: number, content: maybe(text()) })(value, where);
  if (value.dataSet !== undefined) {
    const described = fields({ name: id, shape: list(whole(1, 1e6), 3), classes: whole(0, 10_000), scale: number });
    described(value.dataSet, `${where}.dataSet`);
  }
  return { ...value, ...known };
};
