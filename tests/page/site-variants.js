/** @file Copies of the built site whose scripts tell of which version they are, with a service worker for each. */

import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from './server.js';

/**
 * Every script of the copy adds the version to `globalThis.versions`, in pages and in workers.
 *
 * @param {string} version
 * @returns {Promise<{ folder: string, remove: () => Promise<void> }>}
 */
export async function siteVariant(version) {
  const folder = await mkdtemp(join(tmpdir(), 'inkgrad-site-'));
  await cp(DIST, folder, { recursive: true });
  for (const entry of await readdir(join(folder, 'build'), { recursive: true })) {
    if (!entry.endsWith('.js')) continue;
    const file = join(folder, 'build', entry);
    await writeFile(file, `(globalThis.versions ??= []).push('${version}');${await readFile(file, 'utf8')}`);
  }
  await writeServiceWorker(folder);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/**
 * As the build does: the list of files with their hashes, and the script.
 *
 * @param {string} folder
 */
async function writeServiceWorker(folder) {
  const path = join(folder, 'service-worker.js');
  const [, list = '', script = ''] = /^self\.precache=(.*);\n([\s\S]*)$/.exec(await readFile(path, 'utf8')) ?? [];
  const names = /** @type {{ files: [string, string][] }} */ (JSON.parse(list)).files.map(([name]) => name);
  const files = [];
  for (const name of names) files.push([name, sha256(await readFile(join(folder, name)))]);
  const revision = sha256(JSON.stringify(files)).slice(0, 16);
  await writeFile(path, `self.precache=${JSON.stringify({ revision, files })};\n${script}`);
}

/** @param {string | Buffer} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
