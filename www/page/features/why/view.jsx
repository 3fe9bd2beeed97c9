/** @file Why the network answers as it does: three views of what stands on the pad, asked only while they can be seen. */

import { useEffect, useRef } from 'preact/hooks';
import { dataSetOf, isTable } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Empty } from '../../app/empty.jsx';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { Tabs } from '../../app/tabs.jsx';
import { useVisible } from '../../app/visible.js';
import { Change } from './change.jsx';
import { choose, VIEWS, view } from './choices.js';
import { Explanation } from './explanation.jsx';
import { Nearest } from './nearest.jsx';
import { RowExplanation } from './row-explanation.jsx';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';

adoptStyle(style);

const text = translator(texts);

const views = { explanation: Explanation, change: Change, nearest: Nearest };

/**
 * The network's input, and how many classes it has.
 *
 * @typedef {{ size: import('./paint.js').Size, image: boolean, classes: number }} Input `size` of the picture; of an input
 *   that is none, a row
 */

export default function Why() {
  const { state } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const visible = useVisible(root);
  const { tab, focus } = state.insight.value;
  useEffect(() => {
    if (tab === 'why' && focus) choose(focus);
  }, [tab, focus]);
  const { table } = state.configuration.value;
  const rows = isTable(dataSetOf(state.experiment.value.dataset));
  const say = useSampleText(text, texts);
  const empty = state.sample.value === null && !state.drawing.value.strokes.some(({ erase }) => !erase);
  const View = views[view.value];
  return (
    <div class="why" ref={root}>
      <div class="why-inner">
        <Tabs
          id="why"
          label={text('views')}
          tabs={VIEWS.map((id) => ({ id, title: text(`view.${id}`) }))}
          chosen={view.value}
          onChoose={(id) => {
            view.value = VIEWS.find((one) => one === id) ?? 'explanation';
          }}
        />
        <div
          class="why-panel"
          role="tabpanel"
          id="why-panel"
          aria-labelledby={`why-tab-${view.value}`}
          tabIndex={view.value === 'nearest' ? 0 : undefined}
        >
          {empty ? (
            <Empty>{say('empty')}</Empty>
          ) : rows && table && view.value === 'explanation' ? (
            <RowExplanation table={table} classes={inputOf(state).classes} visible={visible} />
          ) : (
            <View key={view.value} {...inputOf(state)} visible={visible} />
          )}
        </div>
      </div>
    </div>
  );
}

/**
 * @param {import('../../app/context.js').App['state']} state
 * @returns {Input}
 */
function inputOf({ experiment, network }) {
  const shape = experiment.value.spec.input;
  const [height = 1, width = 1] = shape.slice(-2);
  const image = shape.length === 3;
  const length = shape.reduce((product, one) => product * one, 1);
  const output = network.value?.rows.at(-1)?.outputShape ?? [];
  return {
    size: image ? { width, height } : { width: length, height: 1 },
    image,
    classes: output.reduce((product, one) => product * one, 1),
  };
}
