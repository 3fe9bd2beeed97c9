/** @file The size of an element, in CSS pixels, as it changes. */

import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * @param {{ current: Element | null }} reference
 * @returns {{ width: number, height: number }} of its content, 0 × 0 before it is laid out
 */
export function useSize(reference) {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = reference.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      requestAnimationFrame(() =>
        setSize((before) => (before.width === width && before.height === height ? before : { width, height })),
      );
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [reference]);
  return size;
}
