/** @file Tabs: one panel is shown; arrow keys, Home and End choose. */

import { useId, useRef, useState } from 'preact/hooks';

/**
 * @typedef {{ id: string, title: string, view: import('preact').ComponentType }} Tab
 */

/** @param {{ label: string, tabs: Tab[] }} props */
export function Tabs({ label, tabs }) {
  const [chosen, setChosen] = useState(tabs[0]?.id);
  const list = useRef(/** @type {HTMLDivElement | null} */ (null));
  const base = useId();
  const choose = (/** @type {number} */ at) => {
    const index = (at + tabs.length) % tabs.length;
    setChosen(tabs[index]?.id);
    /** @type {HTMLElement | undefined} */ (list.current?.children[index])?.focus();
  };
  const onKey = (/** @type {KeyboardEvent} */ event, /** @type {number} */ at) => {
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next);
  };
  const Panel = tabs.find(({ id }) => id === chosen)?.view;
  return (
    <>
      <div class="settings-tabs" role="tablist" aria-label={label} ref={list}>
        {tabs.map(({ id, title }, at) => (
          <button
            key={id}
            type="button"
            role="tab"
            class="settings-tab"
            id={`${base}-${id}`}
            aria-selected={id === chosen}
            aria-controls={`${base}-panel`}
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => choose(at)}
            onKeyDown={(event) => onKey(event, at)}
          >
            {title}
          </button>
        ))}
      </div>
      <div class="settings-panel" role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${chosen}`}>
        {Panel && <Panel />}
      </div>
    </>
  );
}
