/** @file All layers in a narrow strip, with the part that the list shows. A press scrolls the list. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { toneOf } from './tones.js';

/**
 * Everything in it is in the list too, so it is hidden from screen readers.
 *
 * @param {{ rows: import('./rows.js').Row[], of: { current: HTMLElement | null }, active: string }} props
 */
export function Minimap({ rows, of, active }) {
  const strip = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [view, setView] = useState({ top: 0, height: 1 });
  const count = rows.length;
  useEffect(() => {
    const scroller = scrollerOf(of.current);
    if (!scroller) return;
    const measure = () => {
      const whole = Math.max(1, scroller.scrollHeight);
      const next = { top: scroller.scrollTop / whole, height: Math.min(1, scroller.clientHeight / whole) };
      setView((before) => (before.top === next.top && before.height === next.height ? before : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    scroller.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', measure);
    };
  }, [count]);
  const scrollTo = (/** @type {PointerEvent} */ event) => {
    const [scroller, box] = [scrollerOf(of.current), strip.current?.getBoundingClientRect()];
    if (!scroller || !box) return;
    const at = (event.clientY - box.top) / box.height;
    scroller.scrollTop = at * scroller.scrollHeight - scroller.clientHeight / 2;
  };
  return (
    <div
      class="build-minimap"
      aria-hidden="true"
      ref={strip}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        scrollTo(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && scrollTo(event)}
    >
      {rows.map(({ path, layer }) => (
        <span
          key={path}
          class="build-block"
          data-tone={toneOf(layer.kind)}
          data-inner={path.includes('.')}
          data-active={path === active}
        />
      ))}
      <span
        class="build-viewport"
        hidden={view.height >= 1}
        style={{ top: `${view.top * 100}%`, height: `${view.height * 100}%` }}
      />
    </div>
  );
}

/** @param {HTMLElement | null} tree */
function scrollerOf(tree) {
  return /** @type {HTMLElement | null} */ (tree?.closest('.build-scroll') ?? null);
}
