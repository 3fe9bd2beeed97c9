/** @file Responses as they are kept: unpacked, checked, and with the headers that isolate the page. */

import { withRevision } from './addresses.js';

/**
 * Set where the host sends none: with them the page is cross-origin isolated, and its workers may share memory. What the
 * host sends itself stays.
 */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** They describe how the bytes were sent, and not what they are. */
const OF_THE_TRANSFER = ['Content-Encoding', 'Content-Length', 'Transfer-Encoding', 'Vary', 'Set-Cookie'];

/**
 * @param {Headers} from of the host
 * @returns {Headers}
 */
function isolatedHeaders(from) {
  const headers = new Headers(from);
  for (const name of OF_THE_TRANSFER) headers.delete(name);
  for (const [name, value] of Object.entries(ISOLATION)) if (!headers.has(name)) headers.set(name, value);
  return headers;
}

/**
 * @param {Response} response of the host
 * @returns {Response} the same, isolated; one that cannot be read stays as it is
 */
export function isolated(response) {
  if (response.type === 'opaqueredirect' || response.type === 'error' || response.type === 'opaque') return response;
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers: isolatedHeaders(response.headers) });
}

/**
 * @param {Response} response of the host
 * @param {ArrayBuffer} bytes its body
 * @param {string} path
 * @param {string} revision
 * @returns {Response} to be kept
 */
export function keepable(response, bytes, path, revision) {
  const headers = isolatedHeaders(response.headers);
  const page = path.endsWith('.html');
  return new Response(page ? withRevision(new TextDecoder().decode(bytes), revision) : bytes, { headers });
}

/**
 * @param {ArrayBuffer} bytes
 * @returns {Promise<string>} the SHA-256 in hexadecimal
 */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
