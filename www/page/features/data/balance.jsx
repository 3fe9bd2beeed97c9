/** @file Class balance: for each class its samples by part, as bars and as numbers of one table. */

import { whole } from '../../app/format.js';
import { text } from './words.js';

const PARTS = /** @type {const} */ (['train', 'validation', 'test']);

/**
 * @param {{ title: string, heading: string, rows: { name: string, counts: readonly number[] }[] }} props `counts` in training,
 *   validation and test
 */
export function Balance({ title, heading, rows }) {
  const parts = PARTS.map((part, at) => ({ part, at })).filter(({ at }) => rows.some(({ counts }) => counts[at]));
  const most = Math.max(1, ...rows.map(({ counts }) => counts[0] ?? 0));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a landmark of its own would be one too many.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it.
    <div class="data-balance" role="group" tabIndex={0} aria-label={title}>
      <table>
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <td />
            {parts.map(({ part }) => (
              <th key={part} scope="col">
                {text(`part.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, counts }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="data-bar">
                <span class="bar-track">
                  <span class="bar-fill" style={{ transform: `scaleX(${(counts[0] ?? 0) / most})` }} />
                </span>
              </td>
              {parts.map(({ part, at }) => (
                <td key={part}>{whole(counts[at] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
