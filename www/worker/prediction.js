/** @file The prediction worker's entry: connects the prediction server to the package and to the page. */

import { load } from 'inkgrad';
import { listen } from './endpoint.js';
import { PredictionServer } from './prediction-server.js';
import { yieldToEventLoop } from './yield.js';

listen(self, (post) => {
  const server = new PredictionServer(
    (engine) => load(engine),
    post,
    () => performance.now(),
    yieldToEventLoop,
  );
  /** @param {import('../shared/protocol.js').PredictionCommand & import('../shared/protocol.js').Envelope} command */
  return (command) => server.handle(command);
});
