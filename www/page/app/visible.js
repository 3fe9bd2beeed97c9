/** @file Whether an element can be seen: it is in the window, its place is open, and so is the tab. */

import { useEffect, useState } from 'preact/hooks';

/**
 * @param {{ current: Element | null }} reference
 * @returns {boolean}
 */
export function useVisible(reference) {
  const [inView, setInView] = useState(false);
  const [shown, setShown] = useState(!document.hidden);
  useEffect(() => {
    const element = reference.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting ?? false));
    observer.observe(element);
    return () => observer.disconnect();
  }, [reference]);
  useEffect(() => {
    const hear = () => setShown(!document.hidden);
    document.addEventListener('visibilitychange', hear);
    return () => document.removeEventListener('visibilitychange', hear);
  }, []);
  return inView && shown;
}
