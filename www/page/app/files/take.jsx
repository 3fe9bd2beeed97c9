/**
 * @file Where files go that were chosen, dropped or pasted: a model's, an export's and a laboratory's are opened, all others
 * go to the place Data.
 */

import { fileTooLarge } from '../../../shared/fit.js';
import { readZip } from '../../../shared/unzip.js';
import { incoming } from '../incoming.js';
import { loadMessages } from '../messages.js';
import { reasonOf } from './look.js';

/** What is looked at in an archive: an export is no larger. */
const LIMITS = { bytes: 1e9, entries: 200 };

/** Bytes of a spec at most. */
const LONGEST_SPEC = 1e6;

/**
 * @typedef {import('../incoming.js').NamedFile} NamedFile
 * @typedef {import('preact').ComponentChild} Dialog
 *
 * @param {import('../context.js').App} app
 * @param {NamedFile[]} files
 * @param {() => void} onClose of the dialog
 * @returns {Promise<Dialog>} what is to be shown; null where the files went to the place Data
 */
export async function dialogFor(app, files, onClose) {
  try {
    return await dialogOf(app, files, onClose);
  } catch (error) {
    return faultDialog(error, files, onClose);
  }
}

/**
 * @param {unknown} error
 * @param {NamedFile[]} files that cannot be read
 * @param {() => void} onClose
 * @returns {Promise<Dialog>}
 */
export async function faultDialog(error, files, onClose) {
  const [{ FileDialog }] = await Promise.all([import('./view.jsx'), loadMessages()]);
  return <FileDialog files={files} unread={() => reasonOf(error)} onClose={onClose} />;
}

/**
 * @param {import('../context.js').App} app
 * @param {NamedFile[]} files
 * @param {() => void} onClose
 * @returns {Promise<Dialog>}
 */
async function dialogOf({ actions }, files, onClose) {
  const [first] = files;
  const isZip = first && files.length === 1 && /\.zip$/i.test(first.name);
  if (isZip) {
    const file = new File([first.file], first.name);
    const { isLaboratory, OpenLaboratory } = await import('../laboratory/open.jsx');
    if (await isLaboratory(file)) return <OpenLaboratory file={file} onClose={onClose} />;
  }
  const model = isZip ? await modelIn(first.file) : files;
  if (isModel(model) || (await isSpec(model))) {
    const { FileDialog } = await import('./view.jsx');
    return <FileDialog files={model} onClose={onClose} />;
  }
  incoming.value = files;
  actions.navigate('data');
  return null;
}

/**
 * @param {NamedFile[]} files
 * @returns {boolean} whether they are one model: its weights, and perhaps a spec beside them
 */
function isModel(files) {
  const models = files.filter(isWeights).length;
  return models === 1 && models + files.filter(({ name }) => /\.json$/i.test(name)).length === files.length;
}

/** @param {{ name: string }} file */
function isWeights({ name }) {
  return /\.(safetensors|onnx|keras)$/i.test(name);
}

/** @param {NamedFile[]} files @returns {Promise<boolean>} whether it is a network without weights */
async function isSpec(files) {
  const [first] = files;
  if (!first || files.length > 1 || !/\.json$/i.test(first.name) || first.file.size > LONGEST_SPEC) return false;
  try {
    const spec = JSON.parse(await first.file.text());
    return Array.isArray(spec.input) && Array.isArray(spec.layers);
  } catch {
    return false;
  }
}

/**
 * @param {Blob} archive
 * @returns {Promise<NamedFile[]>} the model of an export, with its spec; nothing for another archive
 * @throws {Error} where it is damaged
 */
async function modelIn(archive) {
  const entries = await readZip(archive, LIMITS).catch(() => new Map());
  // Each export has a card; TensorFlow.js keeps its weights in another way.
  if (!entries.has('card.md')) return [];
  const found = [...entries.values()].filter((entry) => isWeights(entry) || entry.name === 'spec.json');
  for (const { size } of found) {
    const fault = fileTooLarge(size);
    if (fault) throw Object.assign(new Error(fault.message), fault);
  }
  return Promise.all(found.map(async ({ name, read }) => ({ name, file: new Blob([await read()]) })));
}
