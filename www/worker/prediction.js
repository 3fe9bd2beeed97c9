/** @file The prediction worker's entry: connects the prediction server to the package and to the page. */

import { load } from 'inkgrad';
import { engineLoader } from '../shared/load-engine.js';
import { DataSource } from './data-source.js';
import { listen } from './endpoint.js';
import { EngineCache } from './engine-cache.js';
import { PredictionServer } from './prediction-server.js';
import { SourceCache } from './source-cache.js';
import { yieldToEventLoop } from './yield.js';

const engines = new EngineCache(engineLoader(load));

/** Kept from network to network: a data set is decoded once. */
const sources = new SourceCache((name, readIdx) => new DataSource(name, readIdx));

listen(self, (post) => {
  const server = new PredictionServer({
    load: (engine) => engines.get(engine),
    open: (data, { readIdx }) => sources.get(data, readIdx),
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
