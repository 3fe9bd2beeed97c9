/** @file The training worker's entry: joins the trainer to the package, to real data, to the clock and to the page. */

import { load } from 'inkgrad';
import { DataSource } from './data.js';
import { link } from './link.js';
import { Trainer } from './trainer.js';
import { turn } from './turn.js';

/** @type {Map<string, Promise<import('inkgrad').Inkgrad>>} */
const engines = new Map();

link(self, (post) => {
  const trainer = new Trainer({
    load: (engine) => {
      const key = JSON.stringify(engine);
      const loaded = engines.get(key) ?? load(engine);
      engines.set(key, loaded);
      loaded.catch(() => engines.delete(key));
      return loaded;
    },
    open: (name, { readIdx }) => new DataSource(name, readIdx),
    post,
    now: () => performance.now(),
    turn,
  });
  /** @param {import('../shared/protocol.js').TrainingCommand & import('../shared/protocol.js').Seal} command */
  return (command) => trainer.handle(command);
});
