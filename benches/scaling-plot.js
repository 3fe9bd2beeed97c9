/**
 * @file Several runs of `scaling.js --workers 1,2,auto,apart --json FILE` as docs/cores.svg and as a table: median,
 * minimum and maximum over the runs for each network. `node benches/scaling-plot.js FILE…`
 */

import { readFileSync, writeFileSync } from 'node:fs';

/**
 * @typedef {{ name: string, batch: number, runs: import('./scaling-page.js').Measured[] }} Result
 * @typedef {{ least: number, median: number, most: number }} Spread
 * @typedef {{ name: string, operations: number, floats: number, one: Spread, two: Spread, auto: Spread, apart: Spread,
 *   used: number }} Row `used` by `auto`
 */

const [WIDTH, LEFT, RIGHT, TOP, ROW] = [720, 230, 50, 28, 16];
const MOST = 2;
const TICKS = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** @param {number[]} values */
const sorted = (values) => values.toSorted((a, b) => a - b);

/**
 * @param {number[]} values
 * @returns {Spread}
 */
function spread(values) {
  const all = sorted(values);
  return { least: all[0] ?? 0, median: all[all.length >> 1] ?? 0, most: all.at(-1) ?? 0 };
}

/** @param {number[]} values */
const median = (values) => spread(values).median;

/**
 * @param {Result[][]} sweeps of the same networks
 * @returns {Row[]}
 */
function rows(sweeps) {
  return (sweeps[0] ?? []).map(({ name, batch, runs: [first] }) => {
    const all = sweeps.map((sweep) => /** @type {Result} */ (sweep.find((result) => result.name === name)).runs);
    /** @typedef {import('./scaling-page.js').Contender} Contender */
    const rate = (/** @type {Result['runs']} */ runs, /** @type {Contender} */ workers) => {
      const found = runs.find((run) => run.workers === workers);
      if (!found) throw new Error(`${name} was not run with ${workers}`);
      return median(found.steps);
    };
    const ratio = (/** @type {Contender} */ workers) => spread(all.map((runs) => rate(runs, workers) / rate(runs, 1)));
    return {
      name,
      operations: 3 * (first?.multiplyAdds ?? 0) * batch,
      floats: first?.floats ?? 0,
      one: spread(all.map((runs) => rate(runs, 1))),
      two: ratio(2),
      auto: ratio('auto'),
      apart: ratio('apart'),
      used: all.at(-1)?.find((run) => run.workers === 'auto')?.used ?? 0,
    };
  });
}

/** @param {number} ratio */
const x = (ratio) => LEFT + (Math.min(ratio, MOST) / MOST) * (WIDTH - LEFT - RIGHT);

/**
 * @param {Row[]} networks
 * @param {number} runs
 */
function picture(networks, runs) {
  const bottom = TOP + ROW * networks.length + 4;
  const parts = TICKS.map((ratio) => {
    const at = x(ratio).toFixed(1);
    const line = `<line class="${ratio === 1 ? 'one' : 'axis'}" x1="${at}" x2="${at}" y1="${TOP}" y2="${bottom}"/>`;
    return `${line}<text x="${at}" y="${bottom + 16}" text-anchor="middle">${ratio}×</text>`;
  });
  for (const [index, { name, two, apart, used }] of networks.entries()) {
    const [top, kind] = [TOP + ROW * index + 4, used > 1 ? 'yes' : 'no'];
    const [least, middle, most, limit] = [two.least, two.median, two.most, apart.median].map((ratio) =>
      x(ratio).toFixed(1),
    );
    parts.push(
      `<text x="${LEFT - 8}" y="${top + 9}" text-anchor="end">${name}</text>`,
      `<rect class="${kind}" x="${LEFT}" y="${top}" width="${(Number(middle) - LEFT).toFixed(1)}" height="11"/>`,
      `<path class="spread" d="M${least} ${top + 5.5}H${most}"/>`,
      `<path class="limit" d="M${limit} ${top - 1}v13"/>`,
    );
  }
  const legend = [
    '<text x="10" y="16" font-weight="600">Two cores as a multiple of one</text>',
    '<rect class="yes" x="230" y="7" width="10" height="10"/><text x="245" y="16">auto takes both</text>',
    '<rect class="no" x="340" y="7" width="10" height="10"/><text x="355" y="16">auto stays on one</text>',
    `<path class="spread" d="M464 12h20"/><text x="490" y="16">least to most of ${runs} runs</text>`,
    '<path class="limit" d="M630 6v12"/><text x="637" y="16">two apart</text>',
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 26}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="Speed of two cores as a multiple of one, for each network">`,
    '<style>text{fill:#333}.axis{stroke:#8884}.one{stroke:#555;stroke-dasharray:3 3}.yes{fill:#1d7a5f}.no{fill:#b9b4a8}.spread{stroke:#d9822b;stroke-width:2}.limit{stroke:#4a5fc1;stroke-width:2}@media(prefers-color-scheme:dark){text{fill:#ddd}.one{stroke:#ddd}.limit{stroke:#9dabff}}</style>',
    ...legend,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** @param {Row} row */
function line({ name, operations, floats, one, two, auto, apart, used }) {
  const whole = (/** @type {number} */ value) => Math.round(value).toLocaleString('en');
  const range = (/** @type {Spread} */ { least, median: middle, most }) =>
    `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
  const size = `${(operations / 1e6).toFixed(2)} M | ${whole(floats)}`;
  return `| ${name} | ${size} | ${whole(one.median)} | ${range(two)} | ${range(apart)} | ${used}: ${range(auto)} |`;
}

const sweeps = process.argv.slice(2).map((file) => /** @type {Result[]} */ (JSON.parse(readFileSync(file, 'utf8'))));
const networks = rows(sweeps);
writeFileSync(new URL('../docs/cores.svg', import.meta.url), picture(networks, sweeps.length));
console.log('| network | 3 · multiply-adds · batch | floats | one core | two / one | two apart / one | auto / one |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const row of networks) console.log(line(row));
