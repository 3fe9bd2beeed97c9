/** @file The query `saved-run`: the session that learns, as a file, for a copy that is looked at elsewhere. */

import { Answer } from '../answer.js';

/**
 * @type {import('../query-runner.js').Handler<import('./index.js').TrainingContext>}
 * @returns {Promise<Answer>} `{ bytes, step }`
 */
export async function savedRun({ session, position: { step } }) {
  const bytes = await session.save();
  return new Answer({ bytes, step }, [bytes]);
}
