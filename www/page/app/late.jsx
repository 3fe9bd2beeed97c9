/** @file Parts of the frame that come after the first paint, because nobody needs them before it. */

import { useEffect, useState } from 'preact/hooks';

/** Milliseconds until a part that did not come is asked for again. */
const AGAIN = 2000;

/**
 * @template {object} Props
 * @param {() => Promise<{ default: import('preact').ComponentType<Props> }>} load
 * @returns {import('preact').ComponentType<Props>} nothing until it is there
 */
export function late(load) {
  /** @type {import('preact').ComponentType<Props> | null} */
  let View = null;
  return function Late(props) {
    const [, redraw] = useState(0);
    useEffect(() => {
      let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
      const ask = () =>
        load().then(
          (module) => {
            View = module.default;
            redraw((count) => count + 1);
          },
          () => {
            timer = setTimeout(ask, AGAIN);
          },
        );
      if (!View) ask();
      return () => clearTimeout(timer);
    }, []);
    return View && <View {...props} />;
  };
}
