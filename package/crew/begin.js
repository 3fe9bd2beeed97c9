/** @file Decides for a new session how many workers it gets, and starts them. */

import { reason } from '../reasons.js';
import { GroupBackend } from './backend.js';
import { Lost } from './crew.js';
import { hire } from './host.js';
import { Keeper } from './keeper.js';
import { choose } from './rule.js';

/** @typedef {import('../inkgrad.js').Reason} Reason */

/**
 * @param {import('../engine.js').Engine} engine
 * @param {import('./rule.js').Team} team
 * @param {import('../backend.js').Origin} origin
 * @param {Reason[]} sofar what the choices before this one were made for
 * @returns {Promise<{ backend: GroupBackend | null, reasons: Reason[] }>} no backend where one core is to do it all
 */
export async function begin(engine, team, origin, sofar) {
  const work = engine.call((glue) => ('spec' in origin ? glue.work(origin.spec) : glue.saved_work(origin.file)));
  const { workers, area, reasons } = choose(team, work);
  if (workers === 1) return { backend: null, reasons };
  const { build } = engine.info;
  const keeper = new Keeper({ module: team.module, build, count: workers, area, hire }, origin);
  try {
    await keeper.begin();
  } catch (error) {
    keeper.free();
    if (!(error instanceof Lost)) throw error;
    return { backend: null, reasons: [reason('workers.not_started', { why: error.message })] };
  }
  const placement = { build, workers, gpu: null, reasons: [...sofar, ...reasons] };
  return { backend: new GroupBackend(keeper, placement), reasons };
}
