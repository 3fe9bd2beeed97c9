/** @file What can go wrong on a device, and waiting for it without waiting for ever. */

/** The device has failed, or what it computes is of no use: the processor takes over. */
export class DeviceFault extends Error {
  /** @param {string} message what happened, to go on from "the GPU failed: " */
  constructor(message) {
    super(message);
    this.name = 'DeviceFault';
  }
}

/** The steps have left the finite numbers, which the processor has to judge. */
export class NotFinite extends Error {}

/** Milliseconds after which a device that has not finished what it was given is taken for hung. */
const PATIENCE = 15_000;
/** The same while it makes pipelines, which takes long on a busy machine. */
export const COMPILING = 60_000;

/**
 * @template Result
 * @param {GPUDevice} device
 * @param {Promise<Result>} promise of something that the device does
 * @param {number} [patience] in milliseconds
 * @returns {Promise<Result>}
 */
export async function awaitDevice(device, promise, patience = PATIENCE) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeviceFault(`nothing came back within ${patience / 1000} s`));
      device.destroy();
    }, patience);
  });
  const lost = device.lost.then(({ reason, message }) => {
    throw new DeviceFault(`the device was lost (${reason || 'unknown'}${message ? `: ${message}` : ''})`);
  });
  try {
    return await /** @type {Promise<Result>} */ (Promise.race([promise, lost, late]));
  } catch (error) {
    throw error instanceof DeviceFault ? error : new DeviceFault(/** @type {Error} */ (error).message);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Calls a device, whatever it throws being its fault.
 *
 * @template Result
 * @param {() => Result} task of the device alone
 * @returns {Result}
 */
export function onDevice(task) {
  try {
    return task();
  } catch (error) {
    throw new DeviceFault(/** @type {Error} */ (error).message);
  }
}

/**
 * Does something with a device and gives the errors that it makes, which otherwise nobody would hear of.
 *
 * @template Result
 * @param {GPUDevice} device
 * @param {() => Result} task
 * @returns {{ result: Result, checked: Promise<void> }} `checked` is rejected where there was an error
 */
export function guarded(device, task) {
  const kinds = /** @type {const} */ (['validation', 'out-of-memory', 'internal']);
  for (const kind of kinds) device.pushErrorScope(kind);
  /** @type {Promise<({ readonly message: string } | null)[]>} */
  let errors;
  /** @type {Result} */
  let result;
  try {
    result = task();
  } finally {
    errors = Promise.all(kinds.map(() => device.popErrorScope()));
    errors.catch(() => {});
  }
  const checked = errors.then(refuse);
  checked.catch(() => {});
  return { result, checked };
}

/** @param {({ readonly message: string } | null)[]} errors */
function refuse(errors) {
  const first = errors.find((error) => error !== null);
  if (first) throw new DeviceFault(first.message.split('\n')[0] || 'it has run out of memory');
}
