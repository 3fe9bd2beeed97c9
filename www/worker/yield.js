/** @file Yields to the worker's event loop, without the four milliseconds of a nested timer. */

const { port1: receiver, port2: sender } = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
receiver.onmessage = () => waiting.shift()?.();

/**
 * @param {number} [milliseconds] minimum delay
 * @returns {Promise<void>} settled in a later task, after the messages that are already queued
 */
export function yieldToEventLoop(milliseconds = 0) {
  return new Promise((resolve) => {
    if (milliseconds > 0) setTimeout(resolve, milliseconds);
    else {
      waiting.push(resolve);
      sender.postMessage(null);
    }
  });
}
