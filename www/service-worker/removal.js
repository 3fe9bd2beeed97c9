/**
 * @file The service worker of a site that is being developed (`cargo xtask serve`, `trunk serve`): it serves nothing,
 * removes what a released one has kept at this address, and then itself. So a rebuilt page is always the one that is shown.
 */

import { Revisions } from './revisions.js';
import { visitedName } from './visited.js';

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener('install', () => {
  worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
  const { registration } = worker;
  const { scope } = registration;
  const removed = [new Revisions(caches, scope).removeAll(), caches.delete(visitedName(scope))];
  event.waitUntil(Promise.all([...removed, registration.unregister()]));
});

// A page that was loading meanwhile may have registered it again. It asks for the revision then.
worker.addEventListener('message', (event) => {
  event.waitUntil(worker.registration.unregister());
});
