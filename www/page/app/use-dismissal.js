/** @file What is open over the page closes with a press or a focus outside of it. */

import { useLayoutEffect } from 'preact/hooks';

/**
 * Listens from the moment in which it is seen to be open: an effect after the frame would miss a quick hand.
 *
 * @param {{ current: HTMLElement | null }} root what is open, and the button that opens it
 * @param {boolean} open
 * @param {() => void} close
 */
export function useDismissal(root, open, close) {
  useLayoutEffect(() => {
    if (!open) return;
    const outside = (/** @type {Event} */ { target }) => {
      if (target instanceof Node && !root.current?.contains(target)) close();
    };
    addEventListener('pointerdown', outside, true);
    addEventListener('focusin', outside, true);
    return () => {
      removeEventListener('pointerdown', outside, true);
      removeEventListener('focusin', outside, true);
    };
  }, [open]);
}
