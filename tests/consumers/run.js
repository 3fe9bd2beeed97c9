/**
 * @file Tests the packed package in a new project of every kind and prints the results:
 * `node tests/consumers/run.js [--quick] [--keep] [NAME…]`, NAMEs being parts of names in `consumers.js`.
 */

import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browsers } from '../page/browsers.js';
import { serve } from '../page/server.js';
import { common, consumers } from './consumers.js';
import { Project } from './project.js';

/** @typedef {import('./consumers.js').Consumer} Consumer */
/** @typedef {{ answers: string, workers: number, reason: string }} Report */

const pkg = fileURLToPath(new URL('../../pkg/', import.meta.url));

/** Headers that let pages of other origins use a file. */
const OPEN = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** Limit of the compressed bytes of all scripts, without a binary as text. */
const SCRIPTS = 60_000;

/** Timeout of a page's training in milliseconds. */
const TIMEOUT_MILLISECONDS = 60_000;

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, keep: { type: 'boolean' } },
});
const wanted = consumers.filter(({ name, quick }) => {
  const named = names.length === 0 || names.some((part) => name.toLowerCase().includes(part.toLowerCase()));
  return named && (quick || !flags.quick);
});

const packed = mkdtempSync(join(tmpdir(), 'inkgrad-packed-'));
const browser = await browsers.Chromium();
let failures = 0;
try {
  const tarball = await pack();
  for (const consumer of wanted) {
    const begun = performance.now();
    const [word, note] = await attempt(consumer, tarball).then(
      (report) => ['ok', report],
      (/** @type {Error} */ error) => ['failed', error.message.trim().replaceAll('\n', '\n        ')],
    );
    if (word === 'failed') failures += 1;
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${word.padEnd(7)} ${consumer.name.padEnd(26)} ${`${seconds}`.padStart(3)} s  ${note}`);
  }
} finally {
  await browser.close();
  rmSync(packed, { recursive: true, force: true });
}
console.log(`\n${wanted.length - failures} passed, ${failures} failed`);
process.exitCode = failures > 0 || wanted.length === 0 ? 1 : 0;

/** @returns {Promise<string>} the package as npm would publish it */
async function pack() {
  const project = new Project('pack');
  try {
    await project.command(['npm', 'pack', pkg, '--silent', '--pack-destination', packed]);
  } finally {
    project.remove();
  }
  return join(packed, readdirSync(packed)[0] ?? '');
}

/**
 * @param {Consumer} consumer
 * @param {string} tarball
 * @returns {Promise<string>} the backend used
 */
async function attempt(consumer, tarball) {
  const project = new Project(consumer.name);
  try {
    await project.fill(consumer, tarball);
    for (const command of consumer.build ?? []) await project.command(command);
    const report = await reportOf(consumer, project);
    if (report === null) return 'types are right';
    if (typeof report === 'string') throw new Error(report);
    const wrong = report.find(({ answers }) => answers !== '0110');
    if (wrong) throw new Error(`expected the answers 0110, found ${wrong.answers}`);
    const [one, two] = report;
    if (two?.workers !== 2) throw new Error(`expected two workers, found ${two?.workers}: ${two?.reason}`);
    return `one core and two workers, ${one?.reason.match(/relaxed-simd|simd128/)?.[0]}`;
  } finally {
    if (flags.keep) console.log(project.folder);
    else project.remove();
  }
}

/**
 * @param {Consumer} consumer
 * @param {Project} project
 * @returns {Promise<Report[] | string | null>}
 */
async function reportOf(consumer, project) {
  if (consumer.run) {
    const printed = await project.command(consumer.run);
    return JSON.parse(printed.match(/report:(\[.*\])/)?.[1] ?? JSON.stringify(`no report: ${printed}`));
  }
  if (consumer.host) {
    const host = await project.host(consumer.host);
    return reportOfPage(host.address).finally(host.close);
  }
  if (consumer.serve === undefined) return null;
  const elsewhere = consumer.origin === 'another' ? await serve(pkg, OPEN) : null;
  if (consumer.origin) {
    const entry = elsewhere ? `${elsewhere.address}inkgrad.js` : './pkg/inkgrad.js';
    if (!elsewhere) cpSync(pkg, join(project.folder, 'pkg'), { recursive: true });
    const map = `<script type="importmap">${JSON.stringify({ imports: { inkgrad: entry } })}</script>`;
    writeFileSync(join(project.folder, 'index.html'), common['index.html']?.replace('<script', `${map}<script`) ?? '');
  }
  const host = await serve(join(project.folder, consumer.serve));
  const report = await reportOfPage(host.address).finally(() => Promise.all([host.close(), elsewhere?.close()]));
  const [binaries, others] = [true, false].map((wasm) =>
    host.sent.filter(({ path }) => path.endsWith('.wasm') === wasm),
  );
  const bytes = others?.reduce((sum, sent) => sum + sent.bytes, 0) ?? 0;
  if (binaries?.length && bytes > SCRIPTS) throw new Error(`beside the binary came ${bytes} bytes: its text as well?`);
  return report;
}

/**
 * @param {string} address
 * @returns {Promise<Report[] | string>}
 */
async function reportOfPage(address) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  try {
    await page.goto(address);
    await page.waitForFunction(() => 'report' in globalThis, null, { timeout: TIMEOUT_MILLISECONDS });
    return await page.evaluate(() => /** @type {any} */ (globalThis).report);
  } catch (error) {
    throw new Error([/** @type {Error} */ (error).message, ...complaints].join('\n'));
  } finally {
    await page.close();
  }
}
