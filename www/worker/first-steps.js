/**
 * @file Takes the first steps of a run anew, apart from the session that learns, for the fingerprint of a verified link.
 */

import { crc32 } from '../shared/crc32.js';
import { digestOf, marksOf, STEPS } from '../shared/fingerprint.js';
import { TrainingRun } from './training-run.js';

/** How a fingerprint is computed: the same bits on every machine. */
export const ENGINE = /** @type {const} */ ({ build: 'simd128', workers: 1, gpu: 'off' });

/**
 * @typedef {import('../shared/fingerprint.js').Fingerprint} Fingerprint
 * @typedef {Pick<import('./long-query.js').Course, 'onProgress' | 'turn'>} Course
 *
 * @param {import('inkgrad').Inkgrad} inkgrad loaded with `ENGINE`
 * @param {import('inkgrad').Spec} spec
 * @param {import('./data-source.js').Parts} parts all that the run uses
 * @param {Course} course
 * @returns {Promise<Fingerprint>}
 */
export async function firstSteps(inkgrad, spec, parts, { onProgress, turn }) {
  onProgress(0, STEPS);
  const session = await inkgrad.Session.create(spec);
  try {
    const run = new TrainingRun({ run: 0, runId: '' }, session, { wholeSince: null, step: 0, epoch: 0 }, () => 0);
    await run.setData(parts, true);
    const digests = [];
    /** @type {Map<number, { loss: number, parameters: number }>} */
    const marks = new Map();
    for (let step = 1; step <= STEPS; step += 1) {
      await turn();
      const { loss, finished } = await session.step(1);
      digests.push(digestOf(loss));
      const ended = finished !== null;
      if (ended || marksOf(STEPS).includes(step)) marks.set(step, { loss, parameters: await checksumOf(session) });
      onProgress(step, STEPS);
      if (ended) break;
    }
    return {
      version: inkgrad.info.version,
      spec: crc32(new TextEncoder().encode(JSON.stringify(session.spec))),
      data: checksumsOf(parts),
      marks: [...marks].map(([step, mark]) => ({ step, ...mark })),
      digests: Uint8Array.from(digests),
    };
  } finally {
    session.free();
  }
}

/** @param {Pick<import('inkgrad').Session, 'parameters'>} session */
async function checksumOf(session) {
  return (await session.parameters()).reduce((sum, { data }) => crc32(bytesOf(data), sum), 0);
}

/** @param {import('./data-source.js').Parts} parts */
function checksumsOf({ train, validation }) {
  return {
    inputs: crc32(bytesOf(train.inputs)),
    labels: crc32(bytesOf(train.labels)),
    validation: crc32(bytesOf(validation.labels), crc32(bytesOf(validation.inputs))),
  };
}

/** @param {Uint8Array | Float32Array} values */
function bytesOf({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
