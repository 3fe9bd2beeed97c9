/** @file The browser's own picker, for several files or a folder. */

/**
 * @param {boolean} folder
 * @returns {Promise<import('../../app/incoming.js').NamedFile[]>} empty where nothing was chosen
 */
export function chooseFiles(folder) {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', multiple: true, webkitdirectory: folder });
  return new Promise((resolve) => {
    input.oncancel = () => resolve([]);
    input.onchange = () =>
      resolve([...(input.files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
    input.click();
  });
}
