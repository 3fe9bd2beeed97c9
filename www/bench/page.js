/** @file The benchmark's page: starts the worker, fills the table row by row, draws the picture, and copies both as text. */

import { workloads } from '../../benches/workloads.js';
import { median, operations } from './arithmetic.js';
import { drawChart } from './chart.js';

/**
 * @typedef {import('./worker.js').News} News
 * @typedef {{ name: string, cells: string[], bar: import('./chart.js').Bar }} Row
 */

const builds = ['auto', 'relaxed-simd', 'simd128'];

/**
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

const start = part('start', HTMLButtonElement);
const copy = part('copy', HTMLButtonElement);
const build = part('build', HTMLSelectElement);
const status = part('status', HTMLParagraphElement);
const machine = part('machine', HTMLParagraphElement);
const body = part('rows', HTMLTableSectionElement);
const chart = part('chart', SVGSVGElement);

/** `?rounds=N` makes it shorter, or surer. */
const asked = Number(new URLSearchParams(location.search).get('rounds') ?? '5');
const rounds = Number.isInteger(asked) && asked >= 1 && asked <= 100 ? asked : 5;

/** @type {Row[]} */
let rows = [];

for (const name of builds) build.append(new Option(name, name));
start.textContent = `Start, about ${Math.ceil(6 * (1 + 0.5 * rounds))} seconds`;
start.addEventListener('click', begin);
copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(asMarkdown());
  copy.textContent = 'Copied';
});
new ResizeObserver(draw).observe(chart);

function begin() {
  rows = [];
  body.replaceChildren();
  draw();
  start.disabled = true;
  copy.hidden = true;
  copy.textContent = 'Copy as Markdown';
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'benchmark' });
  const end = (/** @type {string} */ words) => {
    worker.terminate();
    start.disabled = false;
    status.textContent = words;
  };
  worker.addEventListener('message', ({ data }) => hear(data, end));
  worker.addEventListener('error', ({ message }) => end(`The worker ended: ${message || 'it could not be started'}.`));
  status.textContent = 'Loading…';
  worker.postMessage({ build: build.value, rounds });
}

/**
 * @param {News} news
 * @param {(words: string) => void} end
 */
function hear(news, end) {
  if (news.type === 'begun') machine.textContent = tellMachine(news);
  else if (news.type === 'next') status.textContent = `Training ${news.name}…`;
  else if (news.type === 'row') addRow(news.name, news.figures);
  else if (news.type === 'error') end(`It stopped: ${news.message}.`);
  else {
    end('Done.');
    copy.hidden = false;
  }
}

/** @param {{ build: string, version: string }} found */
function tellMachine({ build: used, version }) {
  const cores = navigator.hardwareConcurrency;
  return `inkgrad ${version}, ${used}, one core of ${cores}; ${navigator.userAgent}`;
}

/**
 * @param {string} name
 * @param {import('./run.js').Figures} figures
 */
function addRow(name, { rates, predictMicroseconds, accuracy }) {
  const workload = workloads[name];
  if (!workload) return;
  const middle = median(rates);
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const cells = [
    rounded(middle),
    `${rounded(least)} to ${rounded(most)}`,
    rounded(middle * workload.batch),
    ((middle * operations(workload)) / 1e9).toFixed(1),
    predictMicroseconds.toFixed(1),
    `${(100 * accuracy).toFixed(1)} %`,
  ];
  rows.push({ name, cells, bar: { name, median: middle, least, most } });
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = name;
  const line = document.createElement('tr');
  line.append(head);
  for (const cell of cells) line.insertCell().textContent = cell;
  body.append(line);
  draw();
}

/** @param {number} value */
function rounded(value) {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function draw() {
  const { clientWidth } = chart;
  if (clientWidth > 0)
    drawChart(
      chart,
      rows.map(({ bar }) => bar),
      clientWidth,
    );
}

function asMarkdown() {
  const heads = [...document.querySelectorAll('thead th')].map(({ textContent }) => textContent ?? '');
  const lines = [heads, heads.map(() => '---'), ...rows.map(({ name, cells }) => [name, ...cells])];
  return [machine.textContent, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`), ''].join('\n');
}
