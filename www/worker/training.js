/** @file The training worker's entry: joins the trainer to the package, to real data, to the clock and to the page. */

import { load } from 'inkgrad';
import { DataSource } from './data.js';
import { loadOnce } from './engines.js';
import { link } from './link.js';
import { Trainer } from './trainer.js';
import { turn } from './turn.js';

const loadEngine = loadOnce(load);

link(self, (post) => {
  const trainer = new Trainer({
    load: loadEngine,
    open: (name, { readIdx }) => new DataSource(name, readIdx),
    post,
    now: () => performance.now(),
    turn,
  });
  /** @param {import('../shared/protocol.js').TrainingCommand & import('../shared/protocol.js').Seal} command */
  return (command) => trainer.handle(command);
});
