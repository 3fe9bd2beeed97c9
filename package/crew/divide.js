/** @file Decides for a new session how many workers it gets, and starts them. */

import { Lost } from './crew.js';
import { hire } from './host.js';
import { Keeper } from './keeper.js';
import { choose } from './rule.js';
import { Divided } from './session.js';

/**
 * @param {import('../engine.js').Engine} engine
 * @param {import('./rule.js').Team} team
 * @param {{ spec: object } | { file: Uint8Array }} origin
 * @param {string} sofar what the choices before this one were made for
 * @returns {Promise<{ session: Divided | null, reason: string }>} no session where one core is to do it all
 */
export async function divide(engine, team, origin, sofar) {
  const work = engine.call((glue) => ('spec' in origin ? glue.work(origin.spec) : glue.saved_work(origin.file)));
  const { workers, area, reason } = choose(team, work);
  if (workers === 1) return { session: null, reason };
  const { build } = engine.info;
  const keeper = new Keeper({ module: team.module, build, count: workers, area, hire }, origin);
  try {
    await keeper.begin();
  } catch (error) {
    keeper.free();
    if (!(error instanceof Lost)) throw error;
    return { session: null, reason: `one core: no workers could be started (${error.message})` };
  }
  const told = [sofar, reason].filter(Boolean).join('; ') || 'as asked for';
  return { session: new Divided(keeper, { build, workers, gpu: null, reason: told }), reason };
}
