/** @file The section "Own classes": sets of named classes, their drawings, and networks that learn them. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Collector } from '../../samples/collector.jsx';
import { arrived } from '../../samples/pictures.js';
import { SampleList } from '../../samples/sample-list.jsx';
import { samplesOf } from '../../samples/samples.js';
import { Classes } from './classes.jsx';
import { Copy } from './copy.jsx';
import { Create } from './create.jsx';
import { PicturesStatus, usePictures } from './pictures.jsx';
import { removedSets, removeSet, restoreSet } from './removed-sets.js';
import style from './style.css' with { type: 'text' };
import { Train } from './train.jsx';
import { text } from './words.js';

adoptStyle(style);

/** @typedef {import('../../samples/samples.js').ClassSet} ClassSet */

function forgetArrival() {
  arrived.value = null;
}

export default function OwnClasses() {
  const app = useApp();
  const { state, actions } = app;
  const sets = state.classSets.value;
  const [chosen, setChosen] = useState(sets.at(-1)?.id ?? null);
  const [creating, setCreating] = useState(false);
  const removed = removedSets.value.at(-1);
  const head = useRef(/** @type {HTMLDivElement | null} */ (null));
  const set = sets.find(({ id }) => id === chosen) ?? sets.at(-1) ?? null;
  const focusHead = () =>
    requestAnimationFrame(() =>
      /** @type {HTMLElement | null} */ (head.current?.querySelector('select, input, button'))?.focus(),
    );

  const came = arrived.value;
  useEffect(() => {
    if (!came?.isImported) return;
    setChosen(came.set);
    setCreating(false);
    if (!head.current?.parentElement?.contains(document.activeElement)) focusHead();
  }, [came]);
  // What has arrived is told until the person goes on.
  useEffect(() => forgetArrival, []);

  /** @param {string} id */
  const choose = (id) => {
    forgetArrival();
    setChosen(id);
  };
  /** @param {ClassSet} made */
  const create = (made) => {
    actions.changeClassSets((all) => [...all, made]);
    choose(made.id);
    setCreating(false);
    focusHead();
  };
  const remove = () => {
    if (!set) return;
    forgetArrival();
    removeSet(app, set);
    focusHead();
  };
  const restore = () => {
    setChosen(restoreSet(app));
    focusHead();
  };
  return (
    <div class="own-classes">
      <h2 class="title">{text('title')}</h2>
      <p class="caption">{text('about')}</p>
      <div class="own-classes-head" ref={head}>
        {set && !creating && (
          <>
            <label>
              <span>{text('set')}</span>
              <select class="input" value={set.id} onChange={(event) => choose(event.currentTarget.value)}>
                {sets.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
            <button type="button" class="button" onClick={() => setCreating(true)}>
              {text('newSet')}
            </button>
            <button type="button" class="link" onClick={remove}>
              {text('removeSet')}
            </button>
          </>
        )}
        {(!set || creating) && (
          <Create
            known={sets}
            onCreate={create}
            onCancel={
              set
                ? () => {
                    setCreating(false);
                    focusHead();
                  }
                : null
            }
          />
        )}
      </div>
      {removed && (
        <p role="status">
          {text('removedSet', { title: removed.set.title, count: removed.samples.length })}{' '}
          <button type="button" class="link" onClick={restore}>
            {text('restore')}
          </button>
        </p>
      )}
      {set && !creating && <SetView key={set.id} set={set} />}
    </div>
  );
}

/** Drawings of each class that are asked for in a row, and of one class alone. */
const [EACH, ALONE] = [5, 10];

/** @param {{ set: ClassSet }} props */
function SetView({ set }) {
  const { state } = useApp();
  const [asked, setAsked] = useState(/** @type {readonly string[] | null} */ (null));
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const samples = samplesOf(state.samples.value, set.id);
  const adding = usePictures(set);
  const close = () => {
    setAsked(null);
    requestAnimationFrame(() => root.current?.querySelector('button')?.focus());
  };
  if (asked) {
    const count = asked.length === 1 ? ALONE : EACH * asked.length;
    return <Collector set={set.id} names={asked} count={count} onClose={close} />;
  }
  return (
    <div class="own-classes-set" ref={root}>
      <div class="own-classes-samples">
        <div class="own-classes-head">
          <button type="button" class="button main" onClick={() => setAsked(set.names)}>
            {text('drawAll', { count: EACH })}
          </button>
          <button type="button" class="button" onClick={(event) => adding.add(null, event.currentTarget)}>
            {text('fromFolders')}
          </button>
        </div>
        <Classes names={set.names} samples={samples} onDraw={(name) => setAsked([name])} onPictures={adding.add} />
        <PicturesStatus set={set} adding={adding} />
        <SampleList set={set.id} names={set.names} marked={false} />
        <Copy set={set} />
      </div>
      <Train set={set} samples={samples} />
    </div>
  );
}
