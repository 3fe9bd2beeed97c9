/** @file Knows how much memory the instance that was made last has; it never shrinks, so that its size is its peak. */

/** @returns {() => number} bytes */
export function watchMemory() {
  /** @type {WebAssembly.Memory | undefined} */
  let memory;
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {typeof instantiate} */ (
    async (/** @type {any[]} */ ...given) => {
      const made = await Reflect.apply(instantiate, WebAssembly, given);
      memory = /** @type {WebAssembly.Memory} */ ((made.instance ?? made).exports.memory);
      return made;
    }
  );
  return () => memory?.buffer.byteLength ?? 0;
}
