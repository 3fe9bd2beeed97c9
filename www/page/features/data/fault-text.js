/** @file Why a file cannot be read, with its line or byte. */

import { messageOf } from '../../app/messages.js';
import { text } from './words.js';

/**
 * @param {import('../../../shared/imports.js').ImportedItem} item
 * @returns {string}
 */
export function faultText({ kind, fault }) {
  const reason = fault ? messageOf(fault) : '';
  if (fault?.offset === undefined) return reason;
  return kind === 'text'
    ? text('atLine', { line: fault.offset, reason })
    : text('atByte', { byte: fault.offset, reason });
}
