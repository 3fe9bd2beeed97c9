/** @file Where the focus goes when what has it goes away. */

/** @param {Element} element inside the tab "Why" */
export function focusTab(element) {
  const tab = element.closest('.why')?.querySelector('[role=tab][aria-selected=true]');
  if (tab instanceof HTMLElement) tab.focus();
}
