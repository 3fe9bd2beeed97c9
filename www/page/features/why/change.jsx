/** @file The ink to add and to rub out so that the network answers another class. */

import { useState } from 'preact/hooks';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { brief } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { ClassChoice } from './choice.jsx';
import { wanted } from './choices.js';
import { useDrawingQuery } from './drawing-query.js';
import { allFinite, answerOf, inkBetween, outputText } from './numbers.js';
import { ReadablePicture } from './picture.jsx';
import { Status } from './status.jsx';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {import('../../../worker/queries/ink-change.js').ChangedPicture} Answer */

/** @param {import('./view.jsx').Input & { visible: boolean }} props */
export function Change({ size, image, classes, visible }) {
  const nameOf = useClassNames();
  const [after, setAfter] = useState(false);
  const say = useSampleText(text, texts);
  const chosen = wanted.value !== null && wanted.value < classes ? wanted.value : null;
  const result = /** @type {import('./drawing-query.js').Result<Answer>} */ (
    useDrawingQuery('ink-change', { target: chosen }, visible && image)
  );
  const { answer } = result;
  const finite = !answer || allFinite(answer.outputs);
  const shown = finite ? answer : null;
  const values = shown ? shown.changedInput.map((ink, at) => ink - (shown.input[at] ?? 0)) : null;
  const read = (/** @type {number} */ pixel) =>
    text('changedPixel', {
      before: brief(shown?.input[pixel] ?? 0, 2),
      after: brief(shown?.changedInput[pixel] ?? 0, 2),
    });
  if (!image) return <p class="caption">{say('noPicture')}</p>;
  return (
    <div class="why-body">
      <ReadablePicture
        size={size}
        input={(after ? shown?.changedInput : answer?.input) ?? null}
        values={after ? null : values}
        limit={1}
        label={shown ? text(after ? 'changedAfter' : 'changed', { class: nameOf(shown.target) }) : text('pictureEmpty')}
        read={read}
        data={{
          'data-testid': 'ink-change',
          'data-target': answer?.target,
          'data-reached': shown ? String(shown.reached) : undefined,
          'data-step': answer?.step,
        }}
      />
      <div class="why-side">
        <div class="why-choices">
          <ClassChoice
            label={text('wanted')}
            standard={text('theSecond')}
            classes={classes}
            value={chosen}
            onChoose={(value) => {
              wanted.value = value;
            }}
          />
        </div>
        <Status result={result} finite={finite} busy={text('searching')} />
        {shown && <Outcome answer={shown} />}
        {shown && <Uses answer={shown} after={after} onShow={setAfter} />}
        <p class="caption">{text('honest')}</p>
      </div>
    </div>
  );
}

/** @param {{ answer: Answer }} props */
function Outcome({ answer: { target, reached, outputs, changedOutputs, input, changedInput, strokes } }) {
  const { loss } = useApp().state.experiment.value.spec;
  const nameOf = useClassNames();
  const value = (/** @type {Float32Array} */ all, /** @type {number} */ of) => outputText(all[of] ?? 0, loss.kind);
  if (strokes === 0 && reached)
    return <p>{text('already', { class: nameOf(target), value: value(outputs, target) })}</p>;
  const row = (/** @type {Float32Array} */ all) => {
    const best = answerOf(all);
    const words = { answer: nameOf(best), value: value(all, best) };
    if (best === target) return text('outcome', words);
    return text('outcomeOther', { ...words, class: nameOf(target), other: value(all, target) });
  };
  const { added, erased } = inkBetween(input, changedInput);
  return (
    <>
      <dl class="why-outcome">
        <dt>{text('before')}</dt>
        <dd>{row(outputs)}</dd>
        <dt>{text('after')}</dt>
        <dd>
          <strong>{row(changedOutputs)}</strong>
        </dd>
      </dl>
      {!reached && <p class="why-note">{text('notReached', { class: nameOf(target) })}</p>}
      {strokes > 0 && <p>{text('ink', { count: strokes, added: brief(added, 2), erased: brief(erased, 2) })}</p>}
    </>
  );
}

/**
 * Where nothing was changed the buttons keep the focus, and say that they are disabled.
 *
 * @param {{ answer: Answer, after: boolean, onShow: (after: boolean) => void }} props
 */
function Uses({ answer, after, onShow }) {
  const { actions } = useApp();
  const disabled = answer.strokes === 0;
  const put = () => {
    onShow(false);
    actions.showInput(answer.changedInput);
  };
  return (
    <div class="why-buttons">
      <button
        type="button"
        class="button"
        aria-pressed={after}
        aria-disabled={disabled || undefined}
        onClick={() => disabled || onShow(!after)}
      >
        {text('showChanged')}
      </button>
      <button type="button" class="button" aria-disabled={disabled || undefined} onClick={() => disabled || put()}>
        {text('putOnPad')}
      </button>
    </div>
  );
}
