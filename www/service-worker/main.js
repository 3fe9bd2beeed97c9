/**
 * @file The service worker: keeps the whole site, one revision at a time, and serves it without a connection. The build
 * writes the list of files before this script, as `self.precache`.
 */

import { parse } from './addresses.js';
import { Precache } from './precache.js';
import { Revisions } from './revisions.js';
import { Server } from './server.js';
import { isDocumentation, Visited } from './visited.js';

const worker = /** @type {ServiceWorkerGlobalScope & { precache: import('./precache.js').List }} */ (
  /** @type {unknown} */ (self)
);

const { scope } = worker.registration;
const revisions = new Revisions(caches, scope);
const precache = new Precache(worker.precache, revisions, (url, options) => fetch(url, options));
const fromHost = (/** @type {Request} */ request) => fetch(request);
const server = new Server(scope, precache, revisions, fromHost, new Visited(caches, scope, fromHost));

/** Another revision that is about to come has its files already: only the newest one removes. */
async function tidy() {
  if (worker.registration.installing || worker.registration.waiting) return;
  const pages = await worker.clients.matchAll({ type: 'window' });
  // The documentation needs no revision.
  const needing = pages.filter(({ url }) => !isDocumentation(parse(url, scope)?.path ?? ''));
  await revisions.removeUnused(
    precache.revision,
    needing.map(({ id }) => id),
  );
}

worker.addEventListener('install', (event) => event.waitUntil(precache.fill()));

worker.addEventListener('activate', (event) => event.waitUntil(tidy()));

worker.addEventListener('fetch', (event) => {
  const answer = server.answer(event.request, event.resultingClientId);
  if (!answer) return;
  event.respondWith(answer);
  if (event.request.mode === 'navigate') event.waitUntil(answer.then(tidy, () => {}));
});

worker.addEventListener('message', ({ data, ports }) => {
  if (data?.type === 'revision') ports[0]?.postMessage(precache.revision);
  // The person has asked for it: pages that are open keep their revision.
  if (data?.type === 'use') worker.skipWaiting();
});
