/** @file The prediction worker's entry: connects the prediction server to the package and to the page. */

import { load } from 'inkgrad';
import { engineLoader } from '../shared/load-engine.js';
import { listen } from './endpoint.js';
import { EngineCache } from './engine-cache.js';
import { PredictionServer } from './prediction-server.js';
import { yieldToEventLoop } from './yield.js';

const engines = new EngineCache(engineLoader(load));

listen(self, (post) => {
  const server = new PredictionServer({
    load: (engine) => engines.get(engine),
    post,
    now: () => performance.now(),
    yieldToEventLoop,
  });
  /**
   * @param {import('../shared/protocol.js').PredictionCommand & import('../shared/protocol.js').Envelope} command
   * @param {AbortSignal} signal
   */
  return (command, signal) => server.handle(command, signal);
});
