/** @file Makes elements; texts are named by key and filled in by `translate`, which every change of language calls. */

/**
 * @typedef {Record<string, string | number | boolean | undefined>} Attributes
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes] `text`, `label` and `title` name texts; false and undefined are left out
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, children = []) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name === 'text' || name === 'label' || name === 'title') node.setAttribute(`data-${name}`, String(value));
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children);
  return node;
}

/**
 * An icon of the page's own set, for the eye alone.
 *
 * @param {string} path what to draw on a field of 16 by 16
 */
export function icon(path) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const shape = document.createElementNS(namespace, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

/**
 * A place for words that change with every stroke: its size is its surroundings' alone, so that other words in it move
 * nothing else on the page.
 */
export function steady() {
  return element('span', { class: 'steady' });
}

/**
 * Writes a text where it is another one: the same text again would have the browser lay out the page for nothing, and
 * another node of text costs more than other letters in the same one.
 *
 * @param {Element} node
 * @param {string} words
 */
export function put(node, words) {
  const { firstChild, textContent } = node;
  if (textContent === words) return;
  if (words !== '' && firstChild instanceof Text && firstChild === node.lastChild) firstChild.data = words;
  else node.textContent = words;
}

/**
 * Sizes a canvas to its place on the screen.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {{ width: number, height: number, ratio: number }} in CSS pixels, and device pixels for each
 */
export function fitCanvas(canvas) {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const { clientWidth: width, clientHeight: height } = canvas;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  return { width, height, ratio };
}
