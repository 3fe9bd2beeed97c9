/**
 * @file Addresses of the site's files. Pages that the service worker serves ask for scripts and data under
 * `build@REVISION/`, and all that a script loads is relative to it: whatever a page asks for later, its workers too, is
 * of the revision that it began with.
 */

/** The folder of scripts, styles and data, as the host has it. */
const FOLDER = 'build/';

/**
 * @param {string} html
 * @param {string} revision
 * @returns {string} the page, with the revision in the addresses of its scripts and styles
 */
export function withRevision(html, revision) {
  return html.replaceAll(`="${FOLDER}`, `="${FOLDER.slice(0, -1)}@${revision}/`);
}

/**
 * @typedef {object} Asked
 * @property {string} path of the file on the host, relative to the scope
 * @property {string | null} revision null where none is named
 *
 * @param {string} url
 * @param {string} scope
 * @returns {Asked | null} null outside the scope
 */
export function parse(url, scope) {
  const { origin, pathname } = new URL(url);
  const root = new URL(scope);
  if (origin !== root.origin || !pathname.startsWith(root.pathname)) return null;
  const path = pathname.slice(root.pathname.length);
  const [, revision, file] = /^build@([0-9a-f]+)\/(.*)$/.exec(path) ?? [];
  if (revision === undefined || file === undefined) return { path, revision: null };
  return { path: FOLDER + file, revision };
}

/** @param {string} path @returns {boolean} whether the file is in the folder that has a revision */
export function isVersioned(path) {
  return path.startsWith(FOLDER);
}

/**
 * @param {string} path of a navigation
 * @returns {string[]} files that it may mean; some hosts leave out `.html`
 */
export function pageFiles(path) {
  return path === '' ? ['index.html'] : [path, `${path}.html`];
}
