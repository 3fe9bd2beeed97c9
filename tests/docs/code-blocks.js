/** @file The blocks of code in the pages of the documentation, as programs. */

import { parse } from '../../docs/site/markdown.js';

/** How a block says that it cannot run: three backticks, then `js no-run: ` and the reason. */
const NO_RUN = /^\w+ no-run: (.{10,})$/;

/**
 * @typedef {object} Block
 * @property {string} language
 * @property {string} code
 * @property {string | null} reason why it cannot run
 *
 * @param {string} text of a page
 * @returns {Block[]}
 */
export function blocksOf(text) {
  return parse(text).flatMap(({ type, info, content }) => {
    if (type !== 'fence') return [];
    const [, reason = null] = NO_RUN.exec(info.trim()) ?? [];
    return [{ language: info.trim().split(' ')[0] ?? '', code: content, reason }];
  });
}

/**
 * Blocks of JavaScript go on where the one before ended, until one imports the package anew.
 *
 * @param {Block[]} blocks
 * @returns {string[]} modules
 */
export function programsOf(blocks) {
  /** @type {string[]} */
  const programs = [];
  for (const { language, code, reason } of blocks) {
    if (language !== 'js' || reason !== null) continue;
    if (programs.length === 0 || code.includes("from 'inkgrad'")) programs.push(code);
    else programs[programs.length - 1] += code;
  }
  return programs;
}
