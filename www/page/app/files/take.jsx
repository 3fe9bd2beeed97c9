/** @file Where files go that were chosen, dropped or pasted: a model's and a laboratory's are opened, all others go to the place Data. */

import { incoming } from '../incoming.js';

/**
 * @typedef {import('../incoming.js').NamedFile} NamedFile
 * @typedef {import('preact').ComponentChild} Dialog
 *
 * @param {import('../context.js').App} app
 * @param {NamedFile[]} files
 * @param {() => void} onClose of the dialog
 * @returns {Promise<Dialog>} what is to be shown; null where the files went to the place Data
 */
export async function dialogFor({ actions }, files, onClose) {
  const [first] = files;
  if (first && files.length === 1 && /\.zip$/i.test(first.name)) {
    const file = new File([first.file], first.name);
    const { isLaboratory, OpenLaboratory } = await import('../laboratory/open.jsx');
    if (await isLaboratory(file)) return <OpenLaboratory key={Math.random()} file={file} onClose={onClose} />;
  }
  if (isModel(files)) {
    const { FileDialog } = await import('./view.jsx');
    return <FileDialog key={Math.random()} files={files} onClose={onClose} />;
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
  const count = (/** @type {RegExp} */ ends) => files.filter(({ name }) => ends.test(name)).length;
  const models = count(/\.(safetensors|onnx|keras)$/i);
  return models === 1 && models + count(/\.json$/i) === files.length;
}
