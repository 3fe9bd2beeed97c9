/** @file The list: a page of pictures at a time, each a button that puts it on the pad. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { percent } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { Thumbnail } from '../../app/thumbnail.jsx';
import { useValidationPictures } from '../../app/validation-pictures.js';
import { mistakeAt } from './ranking.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Pictures in the page at most. */
const PAGE = 60;

/**
 * @param {object} props
 * @param {import('./ranking.js').ValidationAnswers} props.answers
 * @param {number[]} props.indices the worst first
 * @param {boolean} props.visible
 * @param {(held: boolean) => void} props.onHold whether the list is being used
 */
export function Pictures({ answers, indices, visible, onHold }) {
  const { state, actions } = useApp();
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  const [wanted, setFirst] = useState(0);
  const first = wanted < indices.length ? wanted : 0;
  const shown = indices.slice(first, first + PAGE);
  const { width, height, picture } = useValidationPictures(shown, visible);
  const onPad = state.sample.value?.index ?? null;
  useEffect(() => () => onHold(false), []);
  const turn = (/** @type {number} */ to) => {
    setFirst(to);
    list.current?.focus();
    list.current?.parentElement?.scrollTo(0, 0);
  };
  return (
    <div class="mistakes-frame">
      <ul
        class="mistakes-list"
        aria-label={text('list')}
        tabIndex={-1}
        ref={list}
        onPointerEnter={() => onHold(true)}
        onPointerLeave={({ currentTarget }) => onHold(currentTarget.contains(document.activeElement))}
        onFocusIn={() => onHold(true)}
        onFocusOut={({ currentTarget, relatedTarget }) =>
          onHold(currentTarget.matches(':hover') || currentTarget.contains(/** @type {Node | null} */ (relatedTarget)))
        }
      >
        {shown.map((index) => (
          <Item
            key={index}
            mistake={mistakeAt(answers, index)}
            pixels={picture(index)}
            width={width}
            height={height}
            isOnPad={index === onPad}
            onPress={() => actions.showSample(index)}
          />
        ))}
      </ul>
      {indices.length > PAGE && (
        <div class="mistakes-turn">
          {first + PAGE < indices.length && (
            <button type="button" class="button" onClick={() => turn(first + PAGE)}>
              {text('more', { count: Math.min(PAGE, indices.length - first - PAGE) })}
            </button>
          )}
          {first > 0 && (
            <button type="button" class="button" onClick={() => turn(0)}>
              {text('back')}
            </button>
          )}
          <span class="caption">{text('place', { from: first + 1, to: first + shown.length })}</span>
        </div>
      )}
    </div>
  );
}

/**
 * @param {object} props
 * @param {import('./ranking.js').Mistake} props.mistake
 * @param {Uint8ClampedArray | null} props.pixels
 * @param {number} props.width
 * @param {number} props.height
 * @param {boolean} props.isOnPad
 * @param {() => void} props.onPress
 */
function Item({ mistake: { index, truth, answer, confidence }, pixels, width, height, isOnPad, onPress }) {
  const sure = Number.isFinite(confidence) ? percent(confidence) : '–';
  const nameOf = useClassNames();
  const values = { truth: nameOf(truth), answer: nameOf(answer), confidence: sure };
  return (
    <li>
      <button
        type="button"
        class={`mistake ${truth === answer ? 'right' : 'wrong'}`}
        data-testid="mistake"
        data-index={index}
        data-truth={truth}
        data-answer={answer}
        data-confidence={confidence}
        aria-label={text('item', values)}
        aria-current={isOnPad ? 'true' : undefined}
        onClick={onPress}
      >
        <span class="mistake-picture">
          <Thumbnail pixels={pixels} width={width} height={height} />
        </span>
        <span class="mistake-classes">
          {nameOf(truth)} → <strong>{nameOf(answer)}</strong>
        </span>
        <span class="caption">{sure}</span>
      </button>
    </li>
  );
}
