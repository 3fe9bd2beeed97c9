/** @file What the four stages are made of: lines of a formula, and lists of products. */

import { translator } from '../../app/language.js';
import { factor, figure } from './figures.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @param {{ children: import('preact').ComponentChildren }} props */
export function Lines({ children }) {
  return <dl class="micro-lines">{children}</dl>;
}

/**
 * @param {object} props
 * @param {string} props.symbols the formula
 * @param {string} [props.numbers] the same with numbers
 * @param {number | null} [props.value] what it gives
 * @param {string} [props.id] part of the test id
 * @param {import('preact').ComponentChildren} [props.children] what it means, in a sentence
 */
export function Line({ symbols, numbers, value, id, children }) {
  return (
    <div class="micro-line">
      <dt>{symbols}</dt>
      <dd>
        {numbers !== undefined && <span class="micro-numbers">= {numbers} </span>}
        {value != null && (
          <span class="micro-value" data-testid={id && `one-step-${id}`} data-value={value}>
            = {figure(value)}
          </span>
        )}
      </dd>
      {children && <dd class="caption">{children}</dd>}
    </div>
  );
}

/**
 * @typedef {object} Product
 * @property {string} place by which the first factor is named
 * @property {number} x
 * @property {number} w
 * @property {number} value x × w
 * @property {number} [key] of what is chosen by a press
 */

/**
 * Products one by one, the sum of those that are left out, and where there is a choice a button for each.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.symbol of the first factor
 * @param {Product[]} props.products
 * @param {{ count: number, sum: number }} [props.rest]
 * @param {number} props.most so many are shown; the others join the rest
 * @param {number} [props.chosen]
 * @param {(key: number) => void} [props.onChoose]
 */
export function Products({ label, symbol: first, products, rest = { count: 0, sum: 0 }, most, chosen, onChoose }) {
  const hidden = products.slice(most);
  const others = {
    count: rest.count + hidden.length,
    sum: hidden.reduce((sum, { value }) => sum + value, rest.sum),
  };
  return (
    <>
      <p class="micro-heading">{label}</p>
      <ul class="micro-products" aria-label={label}>
        {products.slice(0, most).map(({ place, x, w, value, key = -1 }) => {
          const content = (
            <>
              <span>
                {first}
                <sub>{place}</sub>
              </span>
              <span>
                {figure(x, 3)} · {factor(w, 3)}
              </span>
              <span class="micro-value">{figure(value)}</span>
            </>
          );
          return (
            <li key={`${place} ${key}`}>
              {onChoose ? (
                <button type="button" class="micro-product" aria-pressed={key === chosen} onClick={() => onChoose(key)}>
                  {content}
                </button>
              ) : (
                <span class="micro-product">{content}</span>
              )}
            </li>
          );
        })}
        {others.count > 0 && (
          <li>
            <span class="micro-product of-rest">
              <span>{text('more', { count: others.count })}</span>
              <span class="micro-value" data-testid="one-step-rest" data-value={others.sum}>
                {figure(others.sum)}
              </span>
            </span>
          </li>
        )}
      </ul>
    </>
  );
}

/**
 * @param {{ head: string[], rows: { key: string | number, cells: (string | number)[], strong?: boolean }[], label: string }}
 *   props
 */
export function Table({ head, rows, label }) {
  return (
    <table class="micro-table">
      <caption>{label}</caption>
      <thead>
        <tr>
          {head.map((one) =>
            one === '' ? (
              <td key={one} />
            ) : (
              <th key={one} scope="col">
                {one}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first = '', ...cells], strong }) => (
          <tr key={key} class={strong ? 'is-strong' : undefined}>
            <th scope="row">{first}</th>
            {cells.map((one, at) => (
              <td key={head[at + 1]}>{typeof one === 'number' ? figure(one, 3) : one}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
