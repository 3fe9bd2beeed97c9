/** @file A dialog over the page. */

import { useEffect } from 'preact/hooks';

/**
 * Shows a dialog over the page. Closed, it gives the focus back to where it was, or to what is near that.
 *
 * @param {{ current: HTMLDialogElement | null }} dialog
 * @param {() => void} onClose
 */
export function useModal(dialog, onClose) {
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    const menu = before?.closest('.menu')?.querySelector('button') ?? null;
    const closed = () => {
      const main = document.getElementById('main');
      const back = [before, menu, main].find((one) => one && one !== document.body && one.checkVisibility());
      onClose();
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    };
    element.addEventListener('close', closed);
    element.showModal();
    return () => element.removeEventListener('close', closed);
  }, []);
}
