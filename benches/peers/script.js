/** @file Loads a library that is a classic script, which leaves a global behind. */

/**
 * @param {string} src
 * @returns {Promise<unknown>}
 */
export const script = (src) =>
  new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement('script'), { src });
    element.onload = resolve;
    element.onerror = () => reject(new Error(`cannot load ${src}`));
    document.head.append(element);
  });
