/** @file The browser's own picker, for several files or a folder. */

import { isHiddenWithin } from '../../shared/hidden-files.js';

/**
 * @param {{ folder?: boolean, accept?: string }} [options] `accept`: kinds of files that are offered first
 * @returns {Promise<import('./incoming.js').NamedFile[]>} empty where nothing was chosen
 */
export function chooseFiles({ folder = false, accept = '' } = {}) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', multiple: true, webkitdirectory: folder, accept });
  return new Promise((resolve) => {
    input.oncancel = () => resolve([]);
    input.onchange = () => {
      const files = [...(input.files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
      resolve(folder ? files.filter(({ name }) => !isHiddenWithin(name)) : files);
    };
    input.click();
  });
}
