/** @file Attention weights as maps over the picture, one a head. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { paintSheet } from '../../app/sheet.js';
import { SheetView } from '../../app/sheet-view.jsx';
import { useShownSpec } from '../../app/shown-spec.js';
import { attentionMap, tokensOver } from './forms.js';
import { text, valueText } from './words.js';

/** The side of the picture under a map in CSS pixels, about. */
const SIDE = 84;

/** Where tokens have no place in the picture, one has this size. */
const TOKEN = 10;

/**
 * @param {object} props
 * @param {NonNullable<import('./forms.js').LayerOutput['attention']>} props.attention
 * @param {Float32Array} props.input
 * @param {number} props.at index of the layer
 * @param {boolean} props.visible
 */
export function Attention({ attention, input, at, visible }) {
  const spec = useShownSpec();
  const [query, setQuery] = useState(/** @type {number | null} */ (null));
  const [read, setRead] = useState(/** @type {{ head: number, token: number } | null} */ (null));
  const { heads, tokens } = attention;
  const over = tokensOver(spec.layers.slice(0, at), tokens, spec.input);
  const maps = Array.from({ length: heads }, (_, head) => attentionMap(attention, head, query));
  const told = (/** @type {number} */ head, /** @type {number} */ token) =>
    text('readingHead', { head: head + 1, token, value: valueText(maps[head]?.[token]) });
  const words = query === null ? text('attentionMean') : text('attentionOf', { query });
  return (
    <div class="attention">
      <p class="caption attention-words">
        {read ? told(read.head, read.token) : words}{' '}
        {query !== null && (
          <button type="button" class="link" onClick={() => setQuery(null)}>
            {text('allPatches')}
          </button>
        )}
      </p>
      <div class="attention-heads">
        {maps.map((map, head) => (
          <figure key={head} class="attention-head">
            <HeadMap
              map={map}
              over={over}
              input={input}
              visible={visible}
              label={text('headField', { head: head + 1 })}
              told={query === null ? words : told(head, query)}
              query={query}
              onQuery={setQuery}
              onRead={(token) => setRead(token === null ? null : { head, token })}
            />
            <figcaption>{text('head', { head: head + 1 })}</figcaption>
          </figure>
        ))}
      </div>
    </div>
  );
}

/**
 * @param {object} props
 * @param {Float32Array} props.map
 * @param {import('./forms.js').Size | null} props.over
 * @param {Float32Array} props.input
 * @param {boolean} props.visible
 * @param {string} props.label
 * @param {string} props.told
 * @param {number | null} props.query
 * @param {(token: number) => void} props.onQuery
 * @param {(token: number | null) => void} props.onRead
 */
function HeadMap({ map, over, input, visible, label, told, query, onQuery, onRead }) {
  const { width, height } = over ?? { width: map.length, height: 1 };
  const cell = over ? { width: SIDE / width, height: SIDE / height } : { width: TOKEN, height: 2 * TOKEN };
  return (
    <SheetView
      grid={{ panels: 1, width, height, columns: 1 }}
      values={visible ? map : null}
      colours={{ nothing: 'negative', negative: 'negative' }}
      cell={cell}
      label={label}
      told={told}
      selected={query}
      testId="attention-map"
      onRead={onRead}
      onSelect={onQuery}
    >
      {over && <Overlay input={input} visible={visible} />}
    </SheetView>
  );
}

/** @param {{ input: Float32Array, visible: boolean }} props */
function Overlay({ input, visible }) {
  const { inkgrad } = useApp();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [panels = 1, height = 1, width = 1] = useShownSpec().input;
  const core = inkgrad.value;
  useLayoutEffect(() => {
    if (!canvas.current || !visible) return;
    const ink = input.subarray(0, width * height);
    const colours = /** @type {const} */ ({
      limit: 1,
      nothing: 'negative',
      positive: 'positive',
      negative: 'negative',
    });
    paintSheet(canvas.current, { panels: 1, width, height, columns: 1 }, ink, colours, core);
  }, [input, visible, panels, core]);
  return <canvas class="attention-picture" ref={canvas} />;
}
