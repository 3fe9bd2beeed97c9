/** @file A new project in a temporary folder: its files, npm packages, our packed package, and commands. */

import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { common } from './consumers.js';
import { versions } from './versions.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Timeout of a command. */
const TIMEOUT_MILLISECONDS = 300_000;

const execute = promisify(execFile);

export class Project {
  /** @param {string} name */
  constructor(name) {
    this.folder = mkdtempSync(join(tmpdir(), `inkgrad-${name.replace(/\W+/g, '-').toLowerCase()}-`));
  }

  /**
   * @param {import('./consumers.js').Consumer} consumer
   * @param {string} tarball
   */
  async fill({ packages = [], files = {}, origin }, tarball) {
    const manifest = { private: true, type: 'module' };
    const all = { ...common, 'package.json': JSON.stringify(manifest), ...files };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    for (const file of ['program.js', 'types.ts']) cpSync(join(here, file), join(this.folder, file));
    if (origin) return;
    const names = packages.map((name) => versions[name] ?? name);
    const flags = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', '--ignore-scripts'];
    await this.command(['npm', 'install', ...flags, tarball, ...names]);
  }

  /**
   * @param {string[]} words
   * @returns {Promise<string>} its output
   */
  async command([program = '', ...words]) {
    try {
      const options = { cwd: this.folder, env: this.#environment(), timeout: TIMEOUT_MILLISECONDS, maxBuffer: 1 << 26 };
      const { stdout, stderr } = await execute(program, words, options);
      return stdout + stderr;
    } catch (error) {
      const { message, stdout = '', stderr = '' } = /** @type {Error & { stdout?: string, stderr?: string }} */ (error);
      throw new Error(`${message}\n${stdout}${stderr}`);
    }
  }

  /**
   * @param {(port: number) => string[]} words
   * @returns {Promise<{ address: string, close: () => Promise<void> }>} once it responds
   */
  async host(words) {
    const port = await freePort();
    const [program = '', ...rest] = words(port);
    const child = spawn(program, rest, { cwd: this.folder, env: this.#environment(), detached: true, stdio: 'pipe' });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk;
      });
    }
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const address = `http://localhost:${port}/`;
    const close = async () => {
      // Kills the process group, because some commands start others.
      if (child.exitCode === null && child.pid) process.kill(-child.pid);
      await ended;
    };
    for (let tries = 0; tries < 300; tries += 1) {
      if (child.exitCode !== null) break;
      const answers = await fetch(address, { headers: { accept: 'text/html' } }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (answers) return { address, close };
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await close();
    throw new Error(`${program} does not serve its page: ${printed}`);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment() {
    const path = [join(this.folder, 'node_modules/.bin'), process.env.PATH].join(delimiter);
    return { ...process.env, PATH: path, CI: '1', NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', NODE_OPTIONS: '' };
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
