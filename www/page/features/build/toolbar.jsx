/** @file Buttons for what the keys of the list do. */

import { text } from './words.js';

const icons = {
  moveUp: 'M8 13V3M4 7l4-4 4 4',
  moveDown: 'M8 3v10M4 9l4 4 4-4',
  duplicate: 'M6 6h7v7H6zM3 10V3h7',
  remove: 'M4 4 12 12M12 4 4 12',
};

/**
 * @param {{ editor: import('./editor.js').Editor, children: import('preact').ComponentChildren }} props
 */
export function Toolbar({ editor, children }) {
  const { paths } = editor.selection.value;
  return (
    <div class="build-toolbar">
      {children}
      <span class="build-selected">{paths.length > 1 ? text('selected', { count: paths.length }) : ''}</span>
      <Tool name="moveUp" run={() => editor.move(-1)} />
      <Tool name="moveDown" run={() => editor.move(1)} />
      <Tool name="duplicate" run={() => editor.duplicate()} />
      <Tool name="remove" run={() => editor.remove()} />
    </div>
  );
}

/** @param {{ name: keyof typeof icons, run: () => void }} props */
function Tool({ name, run }) {
  return (
    <button type="button" class="icon-button stroked" aria-label={text(name)} title={text(name)} onClick={run}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d={icons[name]} />
      </svg>
    </button>
  );
}
