/**
 * @file The service worker of a site that is being developed (`cargo xtask serve`, `trunk serve`): it serves nothing,
 * removes what a released one has kept at this address, and then itself. So a rebuilt page is always the one that is shown.
 */

import { Revisions } from './revisions.js';

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener('install', () => {
  worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
  const { registration } = worker;
  event.waitUntil(Promise.all([new Revisions(caches, registration.scope).removeAll(), registration.unregister()]));
});
