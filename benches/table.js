/** @file The results as Markdown tables: medians, ranges and ratios. */

/**
 * @typedef {object} Row
 * @property {string} workload
 * @property {string} contender
 * @property {boolean} ours
 * @property {number} batch
 * @property {number[]} rates steps per second of each round
 * @property {number} accuracy
 * @property {number} predictMilliseconds
 * @typedef {{ workload: string, contender: string, error: string }} Failure
 */

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * One workload's rows as a Markdown table.
 *
 * @param {string} workload
 * @param {(Row | Failure)[]} rows
 */
export function table(workload, rows) {
  const peers = rows.filter((row) => 'rates' in row && !row.ours);
  const best = Math.max(...peers.map((row) => ('rates' in row ? median(row.rates) : 0)));
  const lines = rows.map((row) => {
    if ('error' in row) return `| ${row.contender} | ${row.error} | | | | | |`;
    const rate = median(row.rates);
    const spread = `${round(Math.min(...row.rates))} to ${round(Math.max(...row.rates))}`;
    const ratio = Number.isFinite(best) ? (rate / best).toFixed(2) : '';
    const accuracy = `${(row.accuracy * 100).toFixed(1)} %`;
    const samples = Math.round(rate * row.batch);
    return `| ${row.contender} | ${round(rate)} | ${spread} | ${ratio} | ${samples} | ${accuracy} | ${row.predictMilliseconds.toFixed(3)} |`;
  });
  return [
    `### ${workload}`,
    '',
    '| | steps/s | least to most | of the best peer | samples/s | accuracy | predict one, ms |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

/** @param {number} rate */
const round = (rate) => (rate < 100 ? rate.toFixed(1) : rate.toFixed(0));
