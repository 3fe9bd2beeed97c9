/** @file An icon of the page's own set, for the eye alone. */

/** @param {{ path: string, class?: string }} props `path`: what to draw on a field of 16 by 16 */
export function Icon({ path, class: name }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" class={name ? `icon ${name}` : 'icon'}>
      <path d={path} />
    </svg>
  );
}
