/**
 * @file Asks for one drawing after the other. Each is kept when the pen has rested, by a press or by a key; the last can be
 * drawn again, and one may stop at any time.
 */

import { signal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../app/adopt-style.js';
import { useApp } from '../app/context.js';
import { Island } from '../app/island.jsx';
import { translator } from '../app/language.js';
import { clearDrawing, isEmpty, newDrawing, undo } from '../features/draw/strokes.js';
import { createPad } from '../pad/pad.js';
import { beginCollection, keepNext, promptOf, takeBackLast } from './collection.js';
import style from './collector.css' with { type: 'text' };
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

/** Milliseconds that the pen rests before a drawing is kept: enough for the second stroke of a 4. */
const REST = 800;

/**
 * @param {object} props
 * @param {string} props.set
 * @param {readonly string[]} props.names
 * @param {number} props.count of drawings
 * @param {() => void} props.onClose
 */
export function Collector({ set, names, count, onClose }) {
  const { state, actions } = useApp();
  const [collection, setCollection] = useState(() => beginCollection(set, names, count));
  const [waits, setWaits] = useState(true);
  const own = useMemo(() => ({ drawing: signal(newDrawing()), erasing: signal(false) }), []);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  const prompt = promptOf(collection);
  const focusPad = () =>
    /** @type {HTMLElement | null} */ (root.current?.querySelector('canvas'))?.focus({ preventScroll: true });

  /** @param {typeof keepNext | typeof takeBackLast} change */
  const apply = (change) => {
    clearTimeout(timer.current);
    const { strokes } = own.drawing.peek();
    const next = change(collection, state.samples.peek(), strokes);
    if (next.collection === collection) return;
    actions.changeSamples(() => next.samples);
    setCollection(next.collection);
    own.drawing.value = newDrawing();
  };
  const next = () => !isEmpty(own.drawing.peek()) && apply(keepNext);
  const redo = () => collection.ids.length > 0 && apply(takeBackLast);
  const clear = () => {
    clearTimeout(timer.current);
    own.drawing.value = clearDrawing(own.drawing.peek());
  };
  // The timer and the pad outlive a redraw: they call what is current.
  const current = useRef({ next, waits });
  current.current = { next, waits };

  // At once: a quick hand draws before the next frame.
  useLayoutEffect(() => {
    // All of it is in the window, whatever stands above and below.
    root.current?.scrollIntoView({ block: 'start' });
    focusPad();
    return () => clearTimeout(timer.current);
  }, []);
  useLayoutEffect(() => {
    if (prompt === null) root.current?.querySelector('button')?.focus();
  }, [prompt === null]);

  const pad = () => {
    const part = createPad(
      {
        state: { ...own, preferences: state.preferences, theme: state.theme },
        actions: {
          draw: (change) => {
            own.drawing.value = change(own.drawing.peek());
          },
        },
      },
      { testId: 'collect-pad', invitation: () => text('rests'), help: () => text('drawHelp') },
    );
    part.root.addEventListener('pointerdown', () => clearTimeout(timer.current), { capture: true });
    for (const type of ['pointerup', 'pointercancel'])
      part.root.addEventListener(
        type,
        () => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => current.current.waits && current.current.next(), REST);
        },
        { capture: true },
      );
    return part;
  };

  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onPad = event.target instanceof HTMLCanvasElement;
    /** @type {Partial<Record<string, () => unknown>>} */
    const keys = {
      n: next,
      backspace: redo,
      escape: onClose,
      c: clear,
      z: () => {
        own.drawing.value = undo(own.drawing.peek());
      },
    };
    const act = keys[event.key.toLowerCase()];
    // The page's own shortcuts are of the other pad.
    if (act || (onPad && event.key === ' ')) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (!event.repeat) act?.();
  };

  const kept = collection.ids.length;
  if (prompt === null)
    return (
      <section class="collector finished" ref={root}>
        <p role="status">{text('finished', { count: kept })}</p>
        <button type="button" class="button main" onClick={onClose}>
          {text('close')}
        </button>
      </section>
    );
  return (
    <section class="collector" ref={root} aria-label={text('draw', { label: prompt })} onKeyDown={hear}>
      <div class="collector-ask">
        <p class="collector-prompt" role="status" data-testid="prompt" data-label={prompt}>
          <span class="caption">{text('drawA')}</span>
          <strong class={[...prompt].length > 3 ? 'long' : undefined}>{prompt}</strong>
        </p>
        <p class="caption" data-testid="collected" data-value={kept}>
          {text('progress', { done: kept, total: collection.order.length })}
        </p>
        <span class="bar-track thin" aria-hidden="true">
          <span class="bar-fill" style={{ transform: `scaleX(${kept / collection.order.length})` }} />
        </span>
        <div class="collector-buttons">
          <button type="button" class="button main" aria-keyshortcuts="n" onClick={next}>
            {text('next')}
          </button>
          <button type="button" class="button" onClick={clear}>
            {text('again')}
          </button>
          <button type="button" class="button" aria-disabled={kept === 0 ? 'true' : undefined} onClick={redo}>
            {text('redo')}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {text('stop')}
          </button>
        </div>
        <label class="collector-waits">
          <input type="checkbox" checked={waits} onChange={(event) => setWaits(event.currentTarget.checked)} />
          <span>{text('waits')}</span>
        </label>
        <p class="caption collector-keys">{text('drawKeys')}</p>
      </div>
      <Island class="collector-pad" create={pad} />
    </section>
  );
}
