/** @file Which class is taken for which, over the validation pictures; and a last look at the test data. */

import { useState } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { percent, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { ConfusionTable } from './confusion-table.jsx';
import style from './style.css' with { type: 'text' };
import { mostConfused, tableOf } from './table.js';
import { TestLook } from './test-look.jsx';
import { texts } from './texts.js';
import { useHasTest } from './use-has-test.js';

adoptStyle(style);

const text = translator(texts);

/** Pairs of classes that are named beside the table. */
const PAIRS = 3;

export default function Confusion() {
  const { state } = useApp();
  const validation = state.validation.value;
  const confusion = validation?.confusion ?? null;
  const diverged = state.status.value === 'diverged';
  if (!validation) return <p class="caption">{text(diverged ? 'infinite' : 'waiting')}</p>;
  if (!confusion) return <p class="caption">{text(validation.accuracy === null ? 'regression' : 'tooMany')}</p>;
  return <Measured confusion={confusion} step={validation.step} finite={Number.isFinite(validation.loss)} />;
}

/** @param {{ confusion: Uint32Array, step: number, finite: boolean }} props */
function Measured({ confusion, step, finite }) {
  const { actions } = useApp();
  const nameOf = useClassNames();
  const say = useSampleText(text, texts);
  const hasTest = useHasTest();
  const [rates, setRates] = useState(false);
  const table = tableOf(confusion);
  const { total, correct } = table;
  const open = (/** @type {import('./table.js').Cell} */ { truth, answer }) =>
    actions.openInsight('mistakes', { truth, answer });
  const values = { step: whole(step), correct: whole(correct), total: whole(total) };
  const pairs = mostConfused(table, PAIRS);
  return (
    <div class="confusion">
      <div class="confusion-frame">
        <ConfusionTable table={table} rates={rates} onOpen={open} />
      </div>
      <div class="confusion-side">
        <fieldset class="segments">
          <legend class="visually-hidden">{text('show')}</legend>
          {[false, true].map((one) => (
            <button
              key={String(one)}
              type="button"
              class="button"
              aria-pressed={rates === one}
              onClick={() => setRates(one)}
            >
              {text(one ? 'rates' : 'counts')}
            </button>
          ))}
        </fieldset>
        <p data-testid="confusion-measured" data-step={step} data-total={total} data-correct={correct}>
          {say('measured', { ...values, accuracy: percent(correct / total) })}
        </p>
        {!finite && <p role="status">{text('infinite')}</p>}
        {pairs.length === 0 ? (
          <p class="caption">{say('nothing')}</p>
        ) : (
          <div>
            <p class="caption">{text('confused')}</p>
            {pairs.map((cell) => (
              <button key={`${cell.truth} ${cell.answer}`} type="button" class="link" onClick={() => open(cell)}>
                {text('pair', { truth: nameOf(cell.truth), answer: nameOf(cell.answer), count: cell.count })}
              </button>
            ))}
          </div>
        )}
        {hasTest && <TestLook />}
      </div>
    </div>
  );
}
