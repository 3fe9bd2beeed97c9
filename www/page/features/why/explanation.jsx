/** @file What each pixel of the drawing does to the score of a class, by four methods, painted over the drawing. */

import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { brief } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { Choice, ClassChoice } from './choice.jsx';
import { METHODS, method, target } from './choices.js';
import { useDrawingQuery } from './drawing-query.js';
import { allFinite, extremeOf, outputText, signed } from './numbers.js';
import { limitOf } from './paint.js';
import { ReadablePicture } from './picture.jsx';
import { Status } from './status.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** Methods whose values are parts of a score. */
const SUMMED = new Set(['gradient_x_input', 'integrated_gradients']);

/** @typedef {import('../../../worker/queries/explain.js').Explanation} Answer */

/** @param {import('./view.jsx').Input & { visible: boolean }} props */
export function Explanation({ size, image, classes, visible }) {
  const nameOf = useClassNames();
  const way = method.value === 'occlusion' && !image ? 'gradient' : method.value;
  const chosen = target.value !== null && target.value < classes ? target.value : null;
  const result = /** @type {import('./drawing-query.js').Result<Answer>} */ (
    useDrawingQuery('explain', { method: way, target: chosen }, visible)
  );
  const { answer } = result;
  const finite = !answer || (allFinite(answer.outputs) && allFinite(answer.values));
  const shown = finite ? answer : null;
  const limit = shown ? limitOf(shown.values) : 0;
  const read = (/** @type {number} */ pixel) =>
    text('pixel', { ink: brief(shown?.input[pixel] ?? 0, 2), value: signed(shown?.values[pixel] ?? 0) });
  return (
    <div class="why-body">
      <ReadablePicture
        size={size}
        input={answer?.input ?? null}
        values={shown?.values ?? null}
        limit={limit}
        label={shown ? labelOf(shown, size, nameOf) : text('pictureEmpty')}
        read={read}
        data={{
          'data-testid': 'explanation',
          'data-method': answer?.method ?? way,
          'data-target': answer?.target,
          'data-step': answer?.step,
          'data-limit': limit,
        }}
      />
      <div class="why-side">
        <div class="why-choices">
          <Choice
            label={text('method')}
            value={way}
            options={METHODS.map((one) => ({
              value: one,
              title: text(one),
              disabled: one === 'occlusion' && !image,
            }))}
            onChoose={(value) => {
              method.value = METHODS.find((one) => one === value) ?? 'gradient';
            }}
          />
          <ClassChoice
            label={text('class')}
            standard={text('theAnswer')}
            classes={classes}
            value={chosen}
            onChoose={(value) => {
              target.value = value;
            }}
          />
        </div>
        {!image && <p class="caption">{text('needsPicture')}</p>}
        <Status result={result} finite={finite} />
        {shown && <Scale answer={shown} limit={limit} />}
        <p>{text(`${way}.does`)}</p>
        <p class="caption">{text(`${way}.not`)}</p>
      </div>
    </div>
  );
}

/** @param {{ answer: Answer, limit: number }} props */
function Scale({ answer: { method: way, outputs, target: explained, answer, values }, limit }) {
  const { loss } = useApp().state.experiment.value.spec;
  const nameOf = useClassNames();
  const named = { class: nameOf(explained) };
  const value = outputText(outputs[explained] ?? 0, loss.kind);
  const sum = values.reduce((total, one) => total + one, 0);
  return (
    <div class="why-scale">
      <p>
        <strong>
          {explained === answer
            ? text('explainedAnswer', { ...named, value })
            : text('explained', { ...named, value, answer: nameOf(answer) })}
        </strong>{' '}
        {SUMMED.has(way) && <span class="caption">{text('sum', { sum: signed(sum) })}</span>}
      </p>
      <div
        class="why-bar"
        role="img"
        aria-label={text('scale', { least: signed(-limit), most: signed(limit) })}
        title={text('scale', { least: signed(-limit), most: signed(limit) })}
      />
      <div class="why-ends" aria-hidden="true">
        <span>
          {signed(-limit)} {text('against', named)}
        </span>
        <span>
          {text('for', named)} {signed(limit)}
        </span>
      </div>
    </div>
  );
}

/**
 * @param {Answer} answer
 * @param {import('./paint.js').Size} size
 * @param {(index: number) => string} nameOf a class
 */
function labelOf({ method: way, target: explained, values }, { width }, nameOf) {
  const extreme = (/** @type {1 | -1} */ sign) => {
    const pixel = extremeOf(values, sign);
    if (pixel === null) return text('none');
    const place = { row: Math.floor(pixel / width) + 1, column: (pixel % width) + 1 };
    return text('extreme', { ...place, value: signed(values[pixel] ?? 0) });
  };
  return text('picture', { method: text(way), class: nameOf(explained), for: extreme(1), against: extreme(-1) });
}
