/**
 * @file Runs in a page before its own code: frames and messages come late there, as on a machine that does much else.
 *
 * A test that reads what was there before, or that takes two things to come in an order that nobody promised, fails then
 * at once, and not once in a hundred runs.
 */

/** @param {number} latency milliseconds at most; how many is drawn for each frame and message */
export function makeLate(latency) {
  /** @returns {(task: () => void) => void} does each task later, and one after another in their order */
  const later = () => {
    /** @type {(() => void)[]} */
    const tasks = [];
    let due = 0;
    return (task) => {
      const now = performance.now();
      due = Math.max(due, now + Math.random() * latency);
      tasks.push(task);
      // Timers may be a millisecond early: the first of them does the first task.
      setTimeout(() => tasks.shift()?.(), due - now);
    };
  };

  const [frame, cancelFrame, lateFrame] = [requestAnimationFrame, cancelAnimationFrame, later()];
  /** @type {Map<number, number | null>} handles of the browser by those of the page; null before it was asked */
  const handles = new Map();
  let handed = 0;
  globalThis.requestAnimationFrame = (callback) => {
    handed += 1;
    const own = handed;
    handles.set(own, null);
    lateFrame(() => {
      if (!handles.has(own)) return;
      const handle = frame((time) => {
        handles.delete(own);
        callback(time);
      });
      handles.set(own, handle);
    });
    return own;
  };
  globalThis.cancelAnimationFrame = (own) => {
    const handle = handles.get(own);
    if (handle) cancelFrame(handle);
    handles.delete(own);
  };

  for (const { prototype } of [Worker, MessagePort, BroadcastChannel]) {
    const { get, set } = /** @type {Required<PropertyDescriptor>} */ (
      Object.getOwnPropertyDescriptor(prototype, 'onmessage')
    );
    Object.defineProperty(prototype, 'onmessage', {
      configurable: true,
      enumerable: true,
      get,
      set(/** @type {((event: MessageEvent) => void) | null} */ listener) {
        const lateMessage = later();
        set.call(
          this,
          listener && ((/** @type {MessageEvent} */ event) => lateMessage(() => listener.call(this, event))),
        );
      },
    });
  }
}
