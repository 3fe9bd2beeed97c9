/** @file Verified links: a link that also tells how the run begins that it describes, and what such a link says. */

import { decodeFingerprint, encodeFingerprint } from '../../../shared/fingerprint.js';
import { readLink, writeLink } from '../../../shared/links.js';

/** Fields of the fragment: the fingerprint, and the title of one's own data, for who has not got them. */
const [FINGERPRINT, TITLE] = ['verify', 'verify.data'];

/**
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../../shared/fingerprint.js').Fingerprint} Fingerprint
 * @typedef {import('../../../shared/links.js').Address} Address
 *
 * @typedef {object} Verified what a verified link says
 * @property {Fingerprint | 'damaged' | 'newer'} fingerprint of the sender's run
 * @property {Experiment} experiment
 * @property {string | null} missing title of the sender's own data, where they are not on this device
 */

/**
 * @param {Experiment} experiment
 * @param {Fingerprint} fingerprint of its first steps
 * @param {{ search: string, page: string }} place `search`: the query of the page, `page`: its address without query and
 *   fragment
 * @returns {string} the whole address
 */
export function verifiedLink(experiment, fingerprint, { search, page }) {
  const { hash, search: query } = writeLink('train', experiment, search);
  const fields = new URLSearchParams();
  // The seed stands there even if it is the usual one: it is what makes the run this one.
  if (!/[?&]seed=/.test(hash)) fields.set('seed', String(experiment.spec.seed ?? 0));
  fields.set(FINGERPRINT, encodeFingerprint(fingerprint));
  const title = experiment.dataset.own?.title;
  if (title !== undefined) fields.set(TITLE, title);
  return `${page}${query}${hash.includes('?') ? `${hash}&` : '#/train?v=2&'}${fields}`;
}

/**
 * @param {Address} address of a verified link
 * @param {readonly import('../../../shared/data-sets.js').DataSet[]} ownData on this device
 * @returns {Verified}
 */
export function readVerified(address, ownData) {
  const fields = new URLSearchParams(address.hash.slice(address.hash.indexOf('?') + 1));
  const { experiment, refused } = readLink(address, ownData);
  const name = new URLSearchParams(address.search).get('data');
  const title = fields.get(TITLE) ?? name ?? '';
  return {
    fingerprint: decodeFingerprint(fields.get(FINGERPRINT) ?? ''),
    experiment,
    missing: refused.includes('data') ? title : null,
  };
}
