/** @file Which parameter is looked at, and which of its pictures. */

import { Icon } from '../../app/icon.jsx';
import { useShownSpec } from '../../app/shown-spec.js';
import { nameOf } from '../../names/index.js';
import { layerAt, partsOf } from './pictures.js';
import { text } from './words.js';

/**
 * @param {object} props
 * @param {import('./pictures.js').Parameter[]} props.parameters
 * @param {string} props.name of the one that is looked at
 * @param {(name: string) => void} props.onChoose
 * @param {import('preact').ComponentChildren} props.children
 */
export function Toolbar({ parameters, name, onChoose, children }) {
  const { layers } = useShownSpec();
  const { layer, own } = partsOf(name);
  const all = [...new Set(parameters.map((one) => partsOf(one.name).layer))];
  const own_ = parameters.map((one) => partsOf(one.name)).filter((one) => one.layer === layer);
  /** @param {string} chosen */
  const firstOf = (chosen) => {
    const names = parameters.filter((one) => partsOf(one.name).layer === chosen);
    return (names.find(({ shape }) => shape.length > 1) ?? names[0])?.name ?? '';
  };
  return (
    <div class="weight-toolbar">
      <select
        class="input"
        aria-label={text('layer')}
        value={layer}
        onChange={({ currentTarget }) => onChoose(firstOf(currentTarget.value))}
      >
        {all.map((one) => {
          const { path } = partsOf(`${one}.`);
          const kind = nameOf('kind', layerAt(layers, path)?.kind ?? '');
          return (
            <option key={one} value={one}>
              {text('layerName', { number: path.map((at) => at + 1).join('.'), kind })}
            </option>
          );
        })}
      </select>
      <select
        class="input"
        aria-label={text('parameter')}
        value={own}
        onChange={({ currentTarget }) => onChoose(`${layer}.${currentTarget.value}`)}
      >
        {own_.map((one) => (
          <option key={one.own} value={one.own}>
            {one.own}
          </option>
        ))}
      </select>
      {children}
    </div>
  );
}

/**
 * @param {{ from: number, perPage: number, count: number, onTurn: (from: number) => void }} props `from`: of the first
 *   picture that is shown
 */
export function Pages({ from, perPage, count, onTurn }) {
  if (perPage >= count) return null;
  const to = Math.min(count, from + perPage);
  const button = (
    /** @type {'before' | 'after'} */ name,
    /** @type {string} */ path,
    /** @type {number | null} */ next,
  ) => (
    <button
      type="button"
      class="icon-button stroked"
      aria-label={text(name)}
      aria-disabled={next === null}
      onClick={() => next !== null && onTurn(next)}
    >
      <Icon path={path} />
    </button>
  );
  return (
    <span class="weight-pages">
      {button('before', 'M10 3 5 8l5 5', from > 0 ? Math.max(0, from - perPage) : null)}
      <span>{text('pages', { from: from + 1, to, count })}</span>
      {button('after', 'M6 3l5 5-5 5', to < count ? to : null)}
    </span>
  );
}
