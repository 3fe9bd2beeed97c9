/** @file A part of the page outside the tree: plain functions that keep their own element and hear signals themselves. */

import { useLayoutEffect, useRef } from 'preact/hooks';

/** @typedef {{ root: HTMLElement, dispose?: () => void }} Part */

/**
 * Mounts a part that is made once and lives as long as the component.
 *
 * @param {{ class?: string, create: () => Part }} props
 */
export function Island({ create, class: name }) {
  const host = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const part = create();
    host.current?.append(part.root);
    return () => {
      part.dispose?.();
      part.root.remove();
    };
  }, []);
  return <div ref={host} class={name} />;
}
