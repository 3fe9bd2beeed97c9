/** @file Opens a run in the place of another: its session is created, loaded, or given the weights of the one before. */

import { dataSetOf } from '../shared/data-sets.js';
import { misfitOf } from '../shared/fit.js';
import { carriedWeights } from './carried-weights.js';
import { TrainingRun } from './training-run.js';
import { misfitError } from './worker-error.js';

/**
 * At most one session is held: the one before is freed first, also where the new one is refused.
 *
 * @typedef {import('inkgrad').Session} Session
 *
 * @param {import('../shared/protocol.js').OpenTraining & import('../shared/protocol.js').Envelope} command
 * @param {Session | undefined} replaced
 * @param {(engine: import('../shared/protocol.js').Engine) => Promise<import('inkgrad').Inkgrad>} load
 * @param {() => number} now milliseconds
 */
export async function openRun(command, replaced, load, now) {
  const { run, runId, spec, data, engine, saved, position, carry = false, from = null } = command;
  const own = await takeWeights(carry && !saved && !from, replaced);
  const inkgrad = await load(engine);
  const { Session } = inkgrad;
  const misfit = misfitOf(dataSetOf(data.dataset), spec, inkgrad.describe(spec).layers);
  if (misfit) throw misfitError(misfit);
  const session = saved ? await Session.load(saved) : await Session.create(spec);
  const before = from && !saved ? await transferred(await Session.load(from)) : own;
  const trainingRun = new TrainingRun(
    { run, runId },
    session,
    position ?? { wholeSince: null, step: 0, epoch: 0 },
    now,
  );
  if (before) trainingRun.carried = await carryOver(before, session);
  return { inkgrad, trainingRun };
}

/**
 * Frees a session.
 *
 * @param {boolean} wanted whether its weights are
 * @param {Session | undefined} session
 */
async function takeWeights(wanted, session) {
  try {
    return wanted && session ? await networkOf(session) : null;
  } finally {
    session?.free();
  }
}

/**
 * Frees a session that was saved.
 *
 * @param {Session} session
 * @returns {ReturnType<typeof networkOf>} without the weights of its last layer, which learns something else
 */
async function transferred(session) {
  try {
    const last = `layers.${session.summary().findLastIndex(({ parameters }) => parameters > 0)}.`;
    const { layers, parameters } = await networkOf(session);
    return { layers, parameters: parameters.filter(({ name }) => !name.startsWith(last)) };
  } finally {
    session.free();
  }
}

/** @param {Session} session */
async function networkOf(session) {
  return { layers: session.spec.layers, parameters: await session.parameters() };
}

/**
 * @param {Awaited<ReturnType<typeof networkOf>>} before
 * @param {Session} session
 * @returns {Promise<number>} layers that keep their weights
 */
async function carryOver(before, session) {
  const { parameters, layers } = carriedWeights(before, await networkOf(session));
  if (layers > 0) await session.setParameters(parameters);
  return layers;
}
