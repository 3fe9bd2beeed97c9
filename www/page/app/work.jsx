/** @file A piece of work that a person starts: the same button takes it back, and how far it is stands beside it. */

import { adoptStyle } from './adopt-style.js';
import { translator } from './language.js';
import { messageOf } from './messages.js';
import style from './work.css' with { type: 'text' };
import { texts } from './work-texts.js';

adoptStyle(style);

const text = translator(texts);

/**
 * @param {object} props
 * @param {{ progress: import('./long-query.js').Progress | null, error: unknown, cancel: () => void }} props.task
 * @param {string} props.start label of the button
 * @param {string} props.cancel label of the button while the work is on its way
 * @param {string} props.working what is being done
 * @param {() => void} props.onStart
 */
export function Work({ task, start, cancel, working, onStart }) {
  const failed = task.error !== null && !task.progress;
  return (
    <>
      <div class="work">
        <button type="button" class="button" onClick={task.progress ? task.cancel : onStart}>
          {task.progress ? cancel : failed ? text('tryAgain') : start}
        </button>
        {task.progress && <ProgressOf progress={task.progress} label={working} />}
      </div>
      {failed && <p role="alert">{messageOf(task.error)}</p>}
    </>
  );
}

/** @param {{ progress: import('./long-query.js').Progress, label: string }} props */
export function ProgressOf({ progress: { done, total }, label }) {
  return <progress class="work-progress" aria-label={label} {...(total > 0 && { max: total, value: done })} />;
}
