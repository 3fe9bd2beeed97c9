/** @file Checks the built pages: every link and anchor leads somewhere, and nothing breaks the site's policy. */

/** What the policy forbids, or would ask another origin. */
const FORBIDDEN = /\sstyle="|\son\w+="|<script(?![^>]*\ssrc=")|<style|(?:src|srcset|poster)="(?:https?:)?\/\//;

/**
 * @param {Map<string, string | Uint8Array>} files of the site, by path
 * @param {(path: string) => boolean} outside whether a path outside the folder exists; it begins with `../`
 * @returns {string[]} faults
 */
export function faultsOf(files, outside) {
  /** @type {string[]} */
  const faults = [];
  const pages = [...files].filter(([path]) => path.endsWith('.html'));
  const anchors = new Map(pages.map(([path, html]) => [path, idsOf(String(html))]));
  for (const [path, bytes] of pages) {
    const html = String(bytes);
    const forbidden = FORBIDDEN.exec(html);
    if (forbidden) faults.push(`${path}: the policy forbids ${forbidden[0].trim()}`);
    for (const [, address = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^https?:/.test(address)) continue;
      const { pathname, hash } = new URL(address, `http://host/site/docs/${path}`);
      const target = pathname.startsWith('/site/docs/') ? pathname.slice('/site/docs/'.length) : null;
      const exists = target === null ? outside(`..${pathname.slice('/site'.length)}`) : files.has(target);
      if (!exists || address.startsWith('/')) faults.push(`${path}: ${address} leads nowhere`);
      else if (hash && !anchors.get(target ?? '')?.has(decodeURIComponent(hash.slice(1))))
        faults.push(`${path}: ${address} has no such heading`);
    }
  }
  return faults;
}

/** @param {string} html */
function idsOf(html) {
  const ids = new Set();
  for (const [, id] of html.matchAll(/\sid="([^"]+)"/g)) ids.add(id);
  return ids;
}
