/** @file A row of tabs: one is chosen, the arrow keys move between them. */

import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * The panel that belongs to them has the id `ID-panel`, the tabs `ID-tab-NAME`.
 *
 * @param {object} props
 * @param {string} props.id
 * @param {string} props.label
 * @param {{ id: string, title: string, disabled?: string }[]} props.tabs `disabled`: why it cannot be opened yet
 * @param {string} props.chosen
 * @param {(id: string) => void} props.onChoose
 */
export function Tabs({ id, label, tabs, chosen, onChoose }) {
  /** @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
  const hear = (event) => {
    const open = tabs.filter((tab) => tab.id === chosen || !tab.disabled);
    // From where the focus is: two keys may come before the next frame, and `chosen` is of the last one.
    const focused = /** @type {HTMLElement} */ (event.target).id;
    const at = open.findIndex((tab) => focused === `${id}-tab-${tab.id}`);
    const targets = /** @type {Record<string, number>} */ ({
      ArrowRight: (at + 1) % open.length,
      ArrowLeft: (at - 1 + open.length) % open.length,
      Home: 0,
      End: open.length - 1,
    });
    const next = targets[event.key];
    const tab = next === undefined ? undefined : open[next];
    if (!tab) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(tab.id);
    /** @type {HTMLElement | null} */ (event.currentTarget.querySelector(`#${id}-tab-${tab.id}`))?.focus();
  };
  const row = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    // Where the row is too narrow, the chosen one is scrolled to its middle; the page itself does not scroll.
    const tab = /** @type {HTMLElement | null} */ (row.current?.querySelector('[aria-selected=true]'));
    if (!row.current || !tab) return;
    const { left, width } = tab.getBoundingClientRect();
    const { left: from, width: room } = row.current.getBoundingClientRect();
    row.current.scrollBy({ left: left - from - (room - width) / 2 });
  }, [chosen]);
  return (
    <div class="tabs" ref={row} role="tablist" aria-label={label} onKeyDown={hear}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          class="tab"
          role="tab"
          id={`${id}-tab-${tab.id}`}
          aria-controls={`${id}-panel`}
          aria-selected={tab.id === chosen}
          tabIndex={tab.id === chosen ? 0 : -1}
          aria-disabled={tab.disabled && tab.id !== chosen ? true : undefined}
          title={tab.disabled}
          onClick={() => tab.disabled || onChoose(tab.id)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  );
}
