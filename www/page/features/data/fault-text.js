/** @file Why a file cannot be read, with its line or byte. */

import { messageOf } from '../../app/messages.js';
import { text } from './words.js';

/**
 * @param {import('../../../shared/imports.js').ImportedItem} item
 * @returns {string}
 */
export function faultText({ fault }) {
  const reason = fault ? messageOf(fault) : '';
  const [, line, column] = /^line (\d+)(?:, column (\d+))?/.exec(fault?.path ?? '') ?? [];
  if (line !== undefined && column !== undefined) return text('atCell', { line, column, reason });
  if (line !== undefined) return text('atLine', { line, reason });
  return fault?.offset === undefined ? reason : text('atByte', { byte: fault.offset, reason });
}
