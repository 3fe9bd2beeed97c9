/** @file The tab "One step": what is looked at, and the four parts of a step. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Failed } from '../../app/failed.jsx';
import { translator } from '../../app/language.js';
import { Tabs } from '../../app/tabs.jsx';
import { useVisible } from '../../app/visible.js';
import { Backward } from './backward.jsx';
import { Controls, Time } from './controls.jsx';
import { Copy } from './copy.js';
import { Forward } from './forward.jsx';
import { Loss } from './loss.jsx';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { Update } from './update.jsx';

adoptStyle(style);

const text = translator(texts);

const stages = /** @type {const} */ (['forward', 'loss', 'backward', 'update']);

/** Products that are shown one by one, where all four parts stand together and where one stands alone. */
const MOST = { together: 4, alone: 11 };

/** @type {Copy | null} one for the page, so that a look at another tab does not lose it */
let kept = null;

/** What was shown last: the network, and what another part of the page asked for. @type {{ network: unknown, focus: unknown }} */
const last = { network: null, focus: null };

export default function OneStep() {
  const { state, ask } = useApp();
  kept ??= new Copy(ask);
  const copy = kept;
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const visible = useVisible(root);
  const network = state.network.value;
  const { focus } = state.insight.value;
  useEffect(() => {
    if (!visible || !network) return;
    const other = network !== last.network;
    const asked = focus !== null && focus !== last.focus;
    Object.assign(last, { network, focus });
    const size = state.experiment.peek().spec.input.reduce((all, one) => all * one, 1);
    if (other) copy.forget(size);
    if (asked || other) look(copy, focus && asked ? focus : {}, state.sample.peek());
    else copy.refresh();
  }, [visible, network, focus, copy]);
  const view = copy.view.value;
  return (
    <div class="one-step" ref={root} aria-busy={copy.busy.value}>
      {view && <Shown copy={copy} view={view} large={state.insight.value.large} />}
      {copy.error.value !== null && (
        <Failed class="feature-error" onRetry={() => copy.open()}>
          {text('failed')}
        </Failed>
      )}
      {!view && copy.error.value === null && <p class="caption">{text('waiting')}</p>}
    </div>
  );
}

/**
 * Looks at the unit that was asked for, with the picture on the pad where that has a label.
 *
 * @param {Copy} copy
 * @param {Record<string, unknown>} focus as in `{ layer: 1, unit: 17 }`
 * @param {import('../../state.js').Sample | null} sample
 */
function look(copy, { layer, unit }, sample) {
  if (layer !== undefined) copy.aim({ layer: Number(layer), unit: Number(unit ?? -1), weight: null });
  const { kind } = copy.source.value;
  // A picture without a label has no loss.
  if (sample && sample.label !== null && kind !== 'batch' && kind !== 'pad')
    copy.open({ kind: 'pad', input: sample.input, label: sample.label });
  else if (kind === 'example') copy.open({ kind: 'picture', index: null });
  else copy.refresh();
}

/** @param {{ copy: Copy, view: import('./copy.js').View, large: boolean }} props */
function Shown({ copy, view, large }) {
  const [stage, setStage] = useState(/** @type {typeof stages[number]} */ ('forward'));
  const source = copy.source.value;
  const classes = source.kind !== 'example' && view.loss.truth !== null;
  const most = large ? MOST.together : MOST.alone;
  const parts = {
    forward: <Forward view={view} most={most} onChoose={(weight) => copy.choose({ weight })} />,
    loss: <Loss view={view} most={most} classes={classes} />,
    backward: <Backward view={view} most={most} classes={classes} />,
    update: <Update view={view} />,
  };
  const panel = large
    ? /** @type {const} */ ({ role: 'group', 'aria-label': text('stages') })
    : /** @type {const} */ ({ role: 'tabpanel', id: 'one-step-panel', 'aria-labelledby': `one-step-tab-${stage}` });
  return (
    <>
      <Controls copy={copy} view={view} classes={classes} />
      <div class="micro-row micro-head">
        {!large && (
          <Tabs
            id="one-step"
            label={text('stages')}
            tabs={stages.map((id) => ({ id, title: text(id) }))}
            chosen={stage}
            onChoose={(id) => setStage(stages.find((one) => one === id) ?? 'forward')}
          />
        )}
        <Time copy={copy} view={view} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <div class="micro-body" {...panel} tabIndex={0}>
        {large ? (
          <div class="micro-stages">
            {stages.map((id) => (
              <section key={id} class="micro-stage" aria-label={text(id)}>
                <h3 class="title">{text(id)}</h3>
                {parts[id]}
              </section>
            ))}
          </div>
        ) : (
          <div class="micro-stage">{parts[stage]}</div>
        )}
        <Notes source={source} view={view} />
      </div>
    </>
  );
}

/** @param {{ source: import('./copy.js').Source, view: import('./copy.js').View }} props */
function Notes({ source, view }) {
  return (
    <div class="micro-notes caption">
      {!view.finite && <p>{text('notFinite')}</p>}
      {source.kind === 'example' && <p data-testid="one-step-note">{text(`note.${source.name}`)}</p>}
      {view.random && <p>{text('quiet')}</p>}
      {view.batchStatistics && <p>{text('statistics')}</p>}
      {source.kind !== 'example' && <p>{text('hint')}</p>}
    </div>
  );
}
