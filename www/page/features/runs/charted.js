/** @file Which runs stand in the charts, and in which colours: a run keeps its colour for as long as it is shown. */

/** Runs in the charts unless more are wanted: the newest. */
const FEW = 4;

/** Colours that are told apart. */
const COLOURS = 10;

/**
 * @typedef {import('../../../storage/records.js').RunRecord} RunRecord
 *
 * @typedef {object} Charted
 * @property {ReadonlySet<string>} known ids of the runs that there were
 * @property {ReadonlyMap<string, number>} colours number of the colour of each run in the charts, by id
 * @property {ReadonlySet<string>} ticked ids of those that a person has put there
 */

/** @type {Charted} */
export const NOTHING_CHARTED = { known: new Set(), colours: new Map(), ticked: new Set() };

/**
 * A new run comes in, and takes the oldest off that nobody wants there.
 *
 * @param {Charted} before
 * @param {readonly RunRecord[]} runs the oldest first
 * @param {string | null} opened id of the run that is looked at
 * @returns {Charted} `before` itself where it stays as it is
 */
export function withRuns(before, runs, opened) {
  const ids = new Set(runs.map(({ id }) => id));
  const fresh = runs.filter(({ id }) => !before.known.has(id));
  if (fresh.length === 0 && ids.size === before.known.size) return before;
  const isFirst = before.known.size === 0;
  const come = isFirst ? fresh.filter(({ pinned }, at) => pinned || at >= fresh.length - FEW) : fresh;
  const shown = runs.filter((run) => before.colours.has(run.id) || come.includes(run));
  const isWanted = (/** @type {RunRecord} */ { id, pinned }) =>
    pinned || id === opened || before.ticked.has(id) || id === runs.at(-1)?.id;
  const leave = shown.filter((run) => !isWanted(run)).slice(0, Math.max(0, shown.length - FEW));
  const stay = shown.filter((run) => !leave.includes(run));
  return { known: ids, ticked: before.ticked, colours: coloursOf(before.colours, stay) };
}

/**
 * @param {Charted} before
 * @param {RunRecord} run that a person puts in, or takes off
 * @returns {Charted}
 */
export function toggled({ known, colours, ticked }, run) {
  const { id } = run;
  const [left, wanted] = [new Map(colours), new Set(ticked)];
  if (left.delete(id)) wanted.delete(id);
  else {
    left.set(id, freeColour(run, new Set(left.values())));
    wanted.add(id);
  }
  return { known, colours: left, ticked: wanted };
}

/**
 * @param {ReadonlyMap<string, number>} before
 * @param {readonly RunRecord[]} runs in the charts
 * @returns {Map<string, number>}
 */
function coloursOf(before, runs) {
  const colours = new Map(runs.flatMap(({ id }) => (before.has(id) ? [[id, before.get(id) ?? 0]] : [])));
  for (const run of runs) if (!colours.has(run.id)) colours.set(run.id, freeColour(run, new Set(colours.values())));
  return colours;
}

/**
 * By the run's number, so that it mostly has the same one in the next visit.
 *
 * @param {RunRecord} run
 * @param {ReadonlySet<number>} taken
 */
function freeColour({ number = 1 }, taken) {
  const own = (number - 1) % COLOURS;
  const all = Array.from({ length: COLOURS }, (_, at) => (own + at) % COLOURS);
  return all.find((colour) => !taken.has(colour)) ?? own;
}
