/** @file Starts an example by its one command, as a reader does, and opens the page that it prints. */

import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' };
const execute = promisify(execFile);

/**
 * @param {string} program
 * @param {string[]} words
 * @returns {Promise<string>} what it prints
 */
export async function printed(program, ...words) {
  const { stdout } = await execute(program, words, { cwd: root, env, maxBuffer: 1 << 24 });
  return stdout;
}

/**
 * Starts a command that serves a page, and waits for the address that it prints.
 *
 * @param {string} program
 * @param {string[]} words
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function served(program, ...words) {
  const child = spawn(program, words, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  const address = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        const [found] = output.match(/http:\/\/\S+?\/(?=\s)/) ?? [];
        if (found) resolve(found);
      });
    }
    ended.then(() => reject(new Error(`${program} ${words.join(' ')} ended: ${output}`)));
  });
  const close = async () => {
    // The process group: npm starts other programs.
    if (child.exitCode === null && child.pid) process.kill(-child.pid);
    await ended;
  };
  return { address, close };
}
