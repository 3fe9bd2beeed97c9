/** @file How far a piece of work is, and the button that takes it back. */

import { adoptStyle } from './adopt-style.js';
import style from './progress-bar.css' with { type: 'text' };

adoptStyle(style);

/**
 * @param {object} props
 * @param {import('./long-query.js').Progress} props.progress
 * @param {string} props.label
 * @param {string} props.cancelLabel
 * @param {() => void} props.onCancel
 */
export function ProgressBar({ progress: { done, total }, label, cancelLabel, onCancel }) {
  return (
    <div class="work-progress">
      <progress aria-label={label} {...(total > 0 && { max: total, value: done })} />
      <button type="button" class="button" onClick={onCancel}>
        {cancelLabel}
      </button>
    </div>
  );
}
