/** @file What the measurements share: the tasks of the page's thread from a trace, and a line for each figure. */

/**
 * @param {{ name: string, ph: string, tdur?: number, pid: number, tid: number, args?: any }[]} events
 * @returns {number[]} milliseconds of the renderers' main threads' own time, of each task
 */
export function taskTimes(events) {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const main = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`));
  const isTask = (/** @type {(typeof events)[number]} */ { name, ph, pid, tid, tdur }) =>
    ph === 'X' && tdur !== undefined && name.endsWith('RunTask') && main.has(`${pid} ${tid}`);
  return events.filter(isTask).map(({ tdur = 0 }) => tdur / 1000);
}

/**
 * @param {string} what
 * @param {string} found
 * @param {string} target
 */
export function printFigure(what, found, target) {
  console.log(`${what.padEnd(38)} ${found.padEnd(56)} ${target}`);
}
