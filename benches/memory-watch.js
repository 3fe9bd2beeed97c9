/** @file Reports the memory size of the last WebAssembly instance. Memory never shrinks, so the size is the peak. */

/** @returns {() => number} bytes */
export function watchMemory() {
  /** @type {WebAssembly.Memory | undefined} */
  let memory;
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {typeof instantiate} */ (
    async (/** @type {any[]} */ ...parameters) => {
      const result = await Reflect.apply(instantiate, WebAssembly, parameters);
      memory = /** @type {WebAssembly.Memory} */ ((result.instance ?? result).exports.memory);
      return result;
    }
  );
  return () => memory?.buffer.byteLength ?? 0;
}
