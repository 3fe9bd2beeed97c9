/** @file A deliberate last look at the test data, which nothing else here uses. */

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.js';
import { percent, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useTask } from '../../app/long-query.js';
import { useSampleText } from '../../app/sample-text.js';
import { wilson } from '../../app/wilson.js';
import { Work } from '../../app/work.jsx';
import { looks, rememberLook } from './looks.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {{ step: number, correct: number | null, count: number }} TestAccuracy answer of the query `test-accuracy` */

export function TestLook() {
  const { state, ask } = useApp();
  const say = useSampleText(text, texts);
  const run = state.history.value;
  const own = looks.value.filter((look) => look.run === run);
  const [missing, setMissing] = useState(false);
  const task = useTask(ask, 'test-accuracy');
  const look = async () => {
    const found = /** @type {TestAccuracy | null} */ (await task.run({}));
    if (!found || state.history.peek() !== run) return;
    setMissing(found.count === 0);
    if (found.count > 0 && found.correct !== null) rememberLook({ ...found, correct: found.correct, run });
  };
  const last = own.at(-1);
  return (
    <section class="test-look" aria-label={text('test')}>
      <Work task={task} start={text('look')} cancel={text('cancel')} working={say('testing')} onStart={look} />
      {missing && <p role="status">{say('noTest')}</p>}
      <div role="status">{last && <Result look={last} times={own.length} all={looks.value.length} />}</div>
      <p class="caption">{say('why')}</p>
    </section>
  );
}

/** @param {{ look: import('./looks.js').Look, times: number, all: number }} props */
function Result({ look: { step, correct, count }, times, all }) {
  const { low, high } = wilson(correct, count);
  const say = useSampleText(text, texts);
  return (
    <>
      <p>
        <strong data-testid="test-accuracy" data-value={correct / count} data-step={step} data-count={count}>
          {percent(correct / count)}
        </strong>{' '}
        {say('result', { pictures: whole(count), step: whole(step) })}
      </p>
      <p class="caption">
        {text('interval', { low: percent(low), high: percent(high) })}{' '}
        <span data-testid="test-looks" data-value={times}>
          {text('looked', { count: times })}
        </span>{' '}
        {all > times && text('lookedBefore', { count: all - times })}
      </p>
    </>
  );
}
