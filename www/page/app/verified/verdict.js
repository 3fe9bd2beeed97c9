/** @file What is said of a verified link: why it cannot be compared, or what came of the comparison. */

import { compareFingerprints } from '../../../shared/fingerprint.js';
import { whole } from '../format.js';
import { translator } from '../language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Digits that tell two 32-bit floats apart. */
const DIGITS = 9;

/**
 * @typedef {import('../../../shared/fingerprint.js').Fingerprint} Fingerprint
 * @typedef {{ state: 'identical' | 'parted' | 'incomparable', said: string }} Verdict
 *
 * @param {Fingerprint} theirs
 * @param {Fingerprint} mine
 * @returns {Verdict}
 */
export function verdictOf(theirs, mine) {
  const found = compareFingerprints(theirs, mine);
  const versions = { theirs: theirs.version, mine: mine.version };
  const other = theirs.version !== mine.version;
  if (found.verdict === 'spec') return { state: 'incomparable', said: text(other ? 'spec.version' : 'spec', versions) };
  if (found.verdict === 'data') {
    const parts = found.parts.map((part) => text(`part.${part}`)).join(text('and'));
    return { state: 'incomparable', said: text('data', { parts }) };
  }
  const also = (/** @type {string} */ said, /** @type {'identical.version' | 'parted.version'} */ key) =>
    other ? [said, text(key, versions)].join(text('space')) : said;
  if (found.verdict === 'identical') {
    const steps = mine.digests.length;
    return {
      state: 'identical',
      said: also(text('identical', { count: steps, steps: whole(steps) }), 'identical.version'),
    };
  }
  const { step, at, theirs: their, mine: my } = found;
  const parted = text('parted', { step: whole(step) });
  const numbers = at === null ? '' : text('losses', { at: whole(at), theirs: exact(their), mine: exact(my) });
  return { state: 'parted', said: also([parted, numbers].filter(Boolean).join(text('space')), 'parted.version') };
}

/**
 * @param {number | null} loss
 * @returns {string} with every digit of a 32-bit float
 */
function exact(loss) {
  return loss === null || !Number.isFinite(loss) ? String(loss) : String(Number(Math.fround(loss).toPrecision(DIGITS)));
}
