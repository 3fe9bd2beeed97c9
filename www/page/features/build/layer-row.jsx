/** @file One layer of the list. It is drawn again only when something of it has changed. */

import { nameOf } from '../../names/index.js';
import { depthOf } from './drop.js';
import { shownPath } from './edits.js';
import { memo } from './memo.js';
import { toneOf } from './tones.js';
import { countText, mainText, shortCount, text } from './words.js';

/**
 * @typedef {object} Props
 * @property {string} path
 * @property {import('./editor.js').Layer} layer
 * @property {string} output
 * @property {number | null} parameters
 * @property {number | null} cost
 * @property {number} share of the network's cost, 0..1
 * @property {boolean} selected
 * @property {boolean} active
 * @property {string} reason why something was refused here; empty without one
 * @property {import('./editor.js').Editor} editor
 */

export const LayerRow = memo(
  /** @param {Props} props */
  ({ path, layer, output, parameters, cost, share, selected, active, reason, editor }) => {
    const kind = nameOf('kind', layer.kind);
    const main = mainText(layer);
    const said = main ? text('rowMain', { main }) : '';
    const label = text('row', { path: shownPath(path), kind, main: said, output, parameters: countText(parameters) });
    return (
      <div
        class="build-row"
        role="treeitem"
        data-path={path}
        data-tone={toneOf(layer.kind)}
        aria-level={depthOf(path) + 1}
        aria-selected={selected}
        aria-label={reason ? `${label}. ${reason}` : label}
        tabIndex={active ? 0 : -1}
        style={{ paddingInlineStart: `${depthOf(path) * 1.25 + 0.25}rem` }}
        onFocus={(event) => event.target === event.currentTarget && !active && editor.select(path, false, false)}
      >
        <span class="build-what">
          <span class="build-handle" data-handle aria-hidden="true" title={text('drag')}>
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
              <path d="M5 3h2v2H5zM9 3h2v2H9zM5 7h2v2H5zM9 7h2v2H9zM5 11h2v2H5zM9 11h2v2H9z" />
            </svg>
          </span>
          <span class="build-number">{shownPath(path)}</span>
          <span class="build-tone" />
          <span class="build-kind" title={main}>
            <span class="build-kind-name">{kind}</span> <span class="build-main">{main}</span>
          </span>
        </span>
        <span class="build-shape">{output}</span>
        <span class="build-parameters">{parameters === 0 ? '' : countText(parameters)}</span>
        <span class="build-cost">
          <span class="build-cost-text">{cost === 0 ? '' : shortCount(cost)}</span>
          {cost !== 0 && (
            <span class="bar-track thin">
              <span class="bar-fill" style={{ transform: `scaleX(${share})` }} />
            </span>
          )}
        </span>
        {reason && (
          <span class="build-reason" role="alert">
            {reason}
          </span>
        )}
      </div>
    );
  },
);
