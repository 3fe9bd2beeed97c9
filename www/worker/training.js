/** @file The training worker's entry: connects the trainer to the package, the data, the clock and the page. */

import { load } from 'inkgrad';
import { engineLoader } from '../shared/load-engine.js';
import { DataSource } from './data-source.js';
import { listen } from './endpoint.js';
import { EngineCache } from './engine-cache.js';
import { Trainer } from './trainer.js';
import { yieldToEventLoop } from './yield.js';

const engines = new EngineCache(engineLoader(load));

listen(self, (post) => {
  const trainer = new Trainer({
    load: (engine) => engines.get(engine),
    open: (name, readIdx) => new DataSource(name, readIdx),
    post,
    now: () => performance.now(),
    yieldToEventLoop,
  });
  /**
   * @param {import('../shared/protocol.js').TrainingCommand & import('../shared/protocol.js').Envelope} command
   * @param {AbortSignal} signal
   */
  return (command, signal) => trainer.handle(command, signal);
});
