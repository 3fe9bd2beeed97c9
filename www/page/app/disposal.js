/** @file Ends what a part has begun. */

/**
 * @param {(() => void)[]} ends of effects, observers, and parts within
 * @returns {() => void}
 */
export function together(...ends) {
  return () => {
    for (const end of ends) end();
  };
}
