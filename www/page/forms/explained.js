/** @file The explanation of a field, shown while it is hovered or has the focus, above everything, hidden by Escape. */

import { useEffect, useRef } from 'preact/hooks';

const DELAY = 400;
const GAP = 6;

/** @type {HTMLElement | null} */
let bubble = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @returns {HTMLElement} the one bubble of the page; screen readers have the explanation at the field itself */
function theBubble() {
  if (bubble?.isConnected) return bubble;
  bubble = document.createElement('div');
  bubble.className = 'explanation';
  bubble.setAttribute('aria-hidden', 'true');
  bubble.setAttribute('popover', 'manual');
  (document.querySelector('main') ?? document.body).append(bubble);
  return bubble;
}

/**
 * @param {HTMLElement} anchor
 * @param {string} words
 */
function show(anchor, words) {
  if (!anchor.isConnected || typeof HTMLElement.prototype.showPopover !== 'function') return;
  const element = theBubble();
  element.textContent = words;
  if (!element.matches(':popover-open')) element.showPopover();
  const box = anchor.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  // Above, so that neither the fault nor the next field is covered.
  const top = box.top - height - GAP >= 0 ? box.top - height - GAP : box.bottom + GAP;
  const left = Math.max(GAP, Math.min(box.left, document.documentElement.clientWidth - width - GAP));
  element.style.top = `${top}px`;
  element.style.left = `${left}px`;
}

function hide() {
  clearTimeout(timer);
  if (bubble?.isConnected && bubble.matches(':popover-open')) bubble.hidePopover();
}

/**
 * @param {string} words
 * @returns {import('preact').RefObject<HTMLDivElement | null>} for the element around the label and the control
 */
export function useExplanation(words) {
  const anchor = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const element = anchor.current;
    if (!element || words === '') return;
    const soon = (/** @type {Event} */ event) => {
      if (event instanceof PointerEvent && event.pointerType === 'touch') return;
      clearTimeout(timer);
      timer = setTimeout(() => show(element, words), DELAY);
    };
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') hide();
    };
    element.addEventListener('pointerenter', soon);
    element.addEventListener('pointerleave', hide);
    element.addEventListener('focusin', soon);
    element.addEventListener('focusout', hide);
    element.addEventListener('keydown', onKey);
    addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      hide();
      element.removeEventListener('pointerenter', soon);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('focusin', soon);
      element.removeEventListener('focusout', hide);
      element.removeEventListener('keydown', onKey);
      removeEventListener('scroll', hide, { capture: true });
    };
  }, [words]);
  return anchor;
}
