/** @file The training worker's entry: connects the trainer to the package, the data, the clock and the page. */

import { load } from 'inkgrad';
import { DataSource } from './data-source.js';
import { listen } from './endpoint.js';
import { loadOnce } from './load-once.js';
import { Trainer } from './trainer.js';
import { yieldToEventLoop } from './yield.js';

const loadEngine = loadOnce(load);

listen(self, (post) => {
  const trainer = new Trainer({
    load: loadEngine,
    open: (name, { readIdx }) => new DataSource(name, readIdx),
    post,
    now: () => performance.now(),
    yieldToEventLoop,
  });
  /** @param {import('../shared/protocol.js').TrainingCommand & import('../shared/protocol.js').Envelope} command */
  return (command) => trainer.handle(command);
});
