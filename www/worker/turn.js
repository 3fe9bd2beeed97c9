/** @file Lets a worker hear its messages, without the four milliseconds that a timer would wait. */

const { port1: here, port2: there } = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
here.onmessage = () => waiting.shift()?.();

/**
 * @param {number} [milliseconds] at least
 * @returns {Promise<void>} settled in a task of its own, after those of messages that have already come
 */
export function turn(milliseconds = 0) {
  return new Promise((resolve) => {
    if (milliseconds > 0) setTimeout(resolve, milliseconds);
    else {
      waiting.push(resolve);
      there.postMessage(null);
    }
  });
}
