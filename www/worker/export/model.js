/** @file A saved session as files for another program, in one zip too, with what proves that it predicts the same. */

import { withTexts } from '../../shared/session-file.js';
import { writeZip } from '../../shared/zip.js';
import { checkJson, checkOf } from './check.js';
import { npzOf } from './npz.js';

/** Weights do not get smaller. */
const PACKED = /\.(safetensors|onnx|keras|bin|npz)$/;

/** The program that compares, by format; what has no network to run has none. @type {Record<string, 'py' | 'mjs'>} */
const programs = { safetensors: 'mjs', tfjs: 'mjs', pytorch: 'py', onnx: 'py', keras: 'py' };

/**
 * @typedef {import('../../shared/answers.js').ModelExport} ModelExport
 * @typedef {import('../../shared/answers.js').ModelExportQuery} Query
 */

/**
 * @param {import('inkgrad').Inkgrad} inkgrad
 * @param {Uint8Array} bytes of the saved session
 * @param {Omit<Query, 'file' | 'data'>} query
 * @param {() => Promise<import('../data-source.js').Source>} open the data set
 * @param {Record<'py' | 'mjs', string>} scripts
 * @returns {Promise<ModelExport>}
 */
export async function exportModel(inkgrad, bytes, query, open, scripts) {
  const { format, options, classes, drawing } = query;
  const session = await inkgrad.Session.load(withClasses(bytes, classes));
  try {
    const made = await session.export(format, options);
    const program = programs[format];
    const check = program ? await checkOf(session, open, drawing) : null;
    const usable = check !== null && check.labels.length > 0;
    const more = usable
      ? [
          { name: 'check.json', bytes: encoded(checkJson(check)) },
          { name: `check.${program}`, bytes: encoded(scripts[program ?? 'py']) },
        ]
      : [];
    const files = [...made, ...more].map(({ name, bytes: content }) => ({
      name,
      content: new Blob([/** @type {BlobPart} */ (content)]),
    }));
    if (query.withData) files.push(...(await dataFiles(await open())));
    const zip = await writeZip(files.map((file) => ({ ...file, compress: !PACKED.test(file.name) })));
    return { files, zip, check: usable ? check : null };
  } finally {
    session.free();
  }
}

/**
 * @param {import('../data-source.js').Source} source
 * @returns {Promise<{ name: string, content: Blob }[]>} its parts, unscaled, in the folder in which the program looks for them
 */
async function dataFiles(source) {
  const files = [];
  for (const part of /** @type {const} */ (['train', 'validation', 'test'])) {
    const { inputs, labels } = await source.part(part);
    if (labels.length === 0) continue;
    const arrays = {
      inputs: { data: inputs, shape: [labels.length, inputs.length / labels.length] },
      labels: { data: labels, shape: [labels.length] },
    };
    files.push({ name: `data/${part}.npz`, content: await npzOf(arrays) });
  }
  return files;
}

/** @param {string} text @returns {Uint8Array} */
function encoded(text) {
  return new TextEncoder().encode(text);
}

/**
 * The page trains on numbers of classes; an export says their names.
 *
 * @param {Uint8Array} bytes
 * @param {readonly string[] | null} classes null for none
 */
function withClasses(bytes, classes) {
  return withTexts(bytes, ({ 'inkgrad.classes': _, ...texts }) => ({
    ...texts,
    ...(classes && { 'inkgrad.classes': JSON.stringify(classes) }),
  }));
}
