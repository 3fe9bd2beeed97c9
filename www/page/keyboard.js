/** @file The page's shortcuts, as long as no field has the focus and nothing else wants the key. */

/** Elements that take keys themselves. */
const FIELDS = 'input, select, textarea, [contenteditable], [role=tab], [role=menu], [role=listbox]';

/** A list that is walked by keys: it leaves the page Space alone. */
const TREE = '[role=tree]';

/**
 * @param {Document} page
 * @param {import('./actions.js').Actions} actions
 * @param {() => boolean} enabled whether single keys are heard; a person may turn them off
 */
export function hearKeyboard(page, actions, enabled) {
  // A button that was reached by Tab is pressed by Space, as everywhere; one that was clicked does not keep the key.
  let byTab = false;
  page.addEventListener('pointerdown', () => {
    byTab = false;
  });
  /** @type {Record<string, () => void>} */
  const shortcuts = { ' ': actions.toggle, ArrowRight: actions.step, c: actions.clear, z: actions.undo };
  const wanted = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (!enabled() || event.altKey || event.defaultPrevented || target.closest(FIELDS)) return false;
    if (event.key !== ' ') return !target.closest(TREE);
    return !(byTab && target.closest('button, summary'));
  };
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') byTab = true;
    const shortcut = shortcuts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const undoes = (event.ctrlKey || event.metaKey) && event.key === 'z';
    if (!shortcut || !wanted(event) || ((event.ctrlKey || event.metaKey) && !undoes)) return;
    event.preventDefault();
    if (!event.repeat || event.key !== ' ') shortcut();
  });
  // A button is pressed when Space is let go: where Space has already played, it must not be.
  page.addEventListener('keyup', (event) => {
    if (event.key === ' ' && wanted(event)) event.preventDefault();
  });
}
