/** @file The list of layers: a tree of rows, ordered by drag and by keys, with a minimap beside it. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { placedMessageOf, readPath } from '../../app/messages.js';
import { useDrag } from './drag.js';
import { LayerRow } from './layer-row.jsx';
import { Minimap } from './minimap.jsx';
import { shapeText, text } from './words.js';

/**
 * @typedef {import('./editor.js').Editor} Editor
 * @typedef {import('./rows.js').Network} Network
 */

/** Rows of one press of Page Up or Page Down. */
const PAGE = 8;

/** @param {{ editor: Editor, network: Network, input: number[] }} props */
export function LayerList({ editor, network, input }) {
  const { rows, multiplyAdds, fault } = network;
  const tree = useRef(/** @type {HTMLDivElement | null} */ (null));
  const { active, paths } = editor.selection.value;
  const refusal = editor.refusal.value;
  const wanted = editor.focus.value;
  const line = useDrag(tree, editor);
  const seen = useRef(0);
  const focused = tree.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    // The focused row is gone: by undo, for instance.
    const lost = focused && document.activeElement === document.body;
    if (seen.current === wanted && !lost) return;
    seen.current = wanted;
    const row = tree.current?.querySelector(`[data-path="${active}"]`);
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
    row?.scrollIntoView?.({ block: 'nearest' });
  });
  const faulty = fault ? readPath(fault.path).layers.join('.') : null;
  const reasonAt = (/** @type {string} */ path) =>
    refusal?.path === path ? refusal.say() : fault && faulty === path ? placedMessageOf(fault) : '';
  return (
    <div class="build-list">
      <Minimap rows={rows} of={tree} active={active} />
      <div class="build-scroll">
        <div class="build-columns" aria-hidden="true">
          <span class="build-column-layer">{`${text('input')} ${shapeText(input)}`}</span>
          <span>{text('output')}</span>
          <span>{text('parameters')}</span>
          <span title={text('costAbout')}>{text('cost')}</span>
        </div>
        <div
          ref={tree}
          class="build-tree"
          role="tree"
          aria-multiselectable="true"
          aria-label={text('layers')}
          aria-describedby="build-keys"
          onKeyDown={(event) => onKey(event, editor)}
          onClick={(event) => {
            const row = event.target instanceof Element ? event.target.closest('[data-path]') : null;
            if (row) editor.select(row.getAttribute('data-path') ?? '', event.shiftKey);
          }}
          onCopy={(event) => copy(event, editor)}
          onCut={(event) => {
            copy(event, editor);
            editor.remove();
          }}
          onPaste={(event) => {
            event.preventDefault();
            editor.paste(event.clipboardData?.getData('text/plain') ?? '');
          }}
        >
          {rows.map(({ path, layer, output, parameters, multiplyAdds: cost }) => (
            <LayerRow
              key={path}
              path={path}
              layer={layer}
              output={shapeText(output)}
              parameters={parameters}
              cost={cost}
              share={cost !== null && multiplyAdds ? cost / multiplyAdds : 0}
              selected={paths.includes(path)}
              active={path === active}
              reason={reasonAt(path)}
              editor={editor}
            />
          ))}
          {line && (
            <div
              class="build-line"
              aria-hidden="true"
              style={{ top: `${line.y}px`, marginInlineStart: `${line.depth * 1.25}rem` }}
            />
          )}
        </div>
      </div>
      <p class="build-keys" id="build-keys">
        {text('keys')}
      </p>
    </div>
  );
}

/**
 * @param {KeyboardEvent} event
 * @param {Editor} editor
 */
function onKey(event, editor) {
  const control = event.ctrlKey || event.metaKey;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -1e6, End: 1e6 }[event.key];
  if (event.altKey && (step === 1 || step === -1)) editor.move(step);
  else if (step !== undefined && !control && !event.altKey) editor.step(step, event.shiftKey);
  else if (event.key === 'Delete' || event.key === 'Backspace') editor.remove();
  else if (control && event.key.toLowerCase() === 'a') editor.selectAll();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * @param {ClipboardEvent} event
 * @param {Editor} editor
 */
function copy(event, editor) {
  event.preventDefault();
  event.clipboardData?.setData('text/plain', editor.copy());
}
