/** @file The query `statistics`: what parameters and layers hold, and how the last step changed them. */

/**
 * @type {import('../query-runner.js').Handler<import('./index.js').TrainingContext>}
 * @returns {Promise<{ step: number, statistics: import('inkgrad').Statistics }>}
 */
export async function statistics({ session, position: { step } }, _, { signal }) {
  return { step, statistics: await session.statistics({ signal }) };
}
