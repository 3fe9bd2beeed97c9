/** @file The storage worker's entry. What it needs comes once it is started: after the page is drawn. */

import { listen } from './endpoint.js';

listen(self, (post) => {
  const server = import('./storage-server.js').then(({ startServer }) => startServer(/** @type {any} */ (post)));
  /** @param {import('../storage/remote.js').StorageCommand} command */
  return async (command) => (await server).handle(command);
});
