/** @file The prediction worker's entry: joins the predictor to the package and to the page. */

import { load } from 'inkgrad';
import { link } from './link.js';
import { Predictor } from './predictor.js';
import { turn } from './turn.js';

link(self, (post) => {
  const predictor = new Predictor(
    (engine) => load(engine),
    post,
    () => performance.now(),
    turn,
  );
  /** @param {import('../shared/protocol.js').PredictionCommand & import('../shared/protocol.js').Seal} command */
  return (command) => predictor.handle(command);
});
