/** @file The validation pictures with the greatest loss that are answered wrongly. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { dataSetOf, isTable } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Failure } from '../../app/failure.jsx';
import { whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { useVisible } from '../../app/visible.js';
import { ProgressOf } from '../../app/work.jsx';
import { Filters } from './filters.jsx';
import { Pictures } from './pictures.jsx';
import { byError, everything, filterOf, ranked } from './ranking.js';
import { Rows } from './rows.jsx';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { useAnswers } from './use-answers.js';

adoptStyle(style);

const text = translator(texts);

export default function Mistakes() {
  const { state } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const head = useRef(/** @type {HTMLParagraphElement | null} */ (null));
  const { focus } = state.insight.value;
  const [filter, setFilter] = useState(() => filterOf(focus));
  const [following, setFollowing] = useState(true);
  const [held, setHeld] = useState(false);
  const visible = useVisible(root);
  const found = useAnswers(visible && following, held);
  useEffect(() => {
    if (!focus) return;
    setFilter(filterOf(focus));
    // The press that led here was on something that is gone.
    head.current?.focus();
  }, [focus]);
  const { answers } = found;
  const classes = answers?.classes ?? null;
  const rows = isTable(dataSetOf(state.experiment.value.dataset));
  const say = useSampleText(text, texts);
  const outputs = state.network.value?.rows.at(-1)?.outputShape[0] ?? 0;
  return (
    <div class="mistakes" ref={root}>
      {(!answers || classes !== null) && (
        <Filters
          classes={classes ?? outputs}
          filter={filter}
          onFilter={(change) => setFilter((before) => ({ ...before, ...change }))}
          following={following}
          onFollow={setFollowing}
        />
      )}
      <p class="caption" tabIndex={-1} ref={head}>
        {answers && classes !== null && summary(say, answers, filter)}
        {answers && classes === null && say('regression', { step: whole(answers.step) })}
        {!answers && !found.progress && found.error === null && say(following ? 'waiting' : 'notFollowing')}
        {answers && classes !== null && !answers.finite && ` ${text('infinite')}`}
      </p>
      <div class="mistakes-progress">
        {found.progress && <ProgressOf progress={found.progress} label={say('working')} />}
      </div>
      {found.error !== null && <Failure error={found.error} onRetry={found.retry} />}
      {answers && classes !== null && !rows && (
        <Pictures
          key={JSON.stringify(filter)}
          answers={answers}
          indices={ranked(answers, filter)}
          visible={visible}
          onHold={setHeld}
        />
      )}
      {answers && rows && (
        <Rows
          answers={answers}
          indices={classes === null ? byError(answers) : ranked(answers, filter)}
          onHold={setHeld}
        />
      )}
    </div>
  );
}

/**
 * @param {typeof text} say
 * @param {import('./ranking.js').ValidationAnswers} answers
 * @param {import('./ranking.js').Filter} filter
 */
function summary(say, answers, filter) {
  const count = ranked(answers, filter).length;
  const step = whole(answers.step);
  if (count === 0) return say(filter.right ? 'noneRight' : 'none', { step });
  const wrong = ranked(answers, everything).length;
  const key = filter.right ? 'listed' : count < wrong ? 'some' : 'wrong';
  return `${say(key, { count, wrong, total: answers.labels.length, step })} ${say('note')}`;
}
