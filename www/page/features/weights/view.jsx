/** @file The weights of any layer as pictures, asked for only while they can be seen. One can be read, and changed. */

import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Failed } from '../../app/failed.jsx';
import { useQuery } from '../../app/queries.js';
import { sheetSize } from '../../app/sheet.js';
import { ShownSpec, useShownSpec } from '../../app/shown-spec.js';
import { useSize } from '../../app/size.js';
import { useVisible } from '../../app/visible.js';
import { gridOf } from './canvas.jsx';
import { WeightEditor } from './editor.jsx';
import { Enlarged } from './enlarged.jsx';
import { Gallery } from './gallery.jsx';
import { layerAt, partsOf, picturesOf } from './pictures.js';
import { galleryOf, limitOf } from './room.js';
import style from './style.css' with { type: 'text' };
import { Pages, Toolbar } from './toolbar.jsx';
import { labelText, text, valueText, weightName } from './words.js';

adoptStyle(style);

/** Milliseconds between two questions. */
const INTERVAL = 250;

/**
 * @typedef {import('../../../shared/answers.js').Weights} Answer
 * @typedef {import('./pictures.js').Parameter} Parameter
 * @typedef {import('./pictures.js').Picture} Picture
 *
 * @typedef {object} Looked what is looked at; it stays while other tabs are open
 * @property {string} structure of the network that was looked at
 * @property {string} name of the parameter
 * @property {number} from of the first picture of the page
 * @property {number | null} open offset of the enlarged picture
 * @property {number | null} selected flat index of the chosen weight
 */

const nothing = { structure: '', name: '', from: 0, open: null, selected: null };

/** @type {import('@preact/signals').Signal<Looked>} */
const looked = signal(nothing);

/** @param {Partial<Looked>} change */
const look = (change) => {
  looked.value = { ...looked.value, ...change };
};

/** @typedef {{ parameters: Parameter[], spec: import('../../../shared/experiment.js').PlainSpec }} Listed of one network */

export default function Weights() {
  const { state, ask } = useApp();
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const room = useRef(/** @type {HTMLDivElement | null} */ (null));
  const visible = useVisible(root);
  const size = useSize(room);
  const [again, setAgain] = useState(0);
  const [listed, setListed] = useState(/** @type {Listed | null} */ (null));
  const { parameters, spec } = listed ?? { parameters: null, spec: state.experiment.value.spec };
  const network = state.network.value;
  const parameter =
    parameters?.find(({ name }) => name === looked.value.name) ??
    parameters?.find(({ shape }) => shape.length > 1) ??
    parameters?.[0];
  const found = parameter && picturesOf(parameter, spec);
  const page = found && pageOf(found, size);
  const shown = page?.pictures ?? [];
  const [first] = shown;
  const count = shown.reduce((sum, picture) => sum + picture.count, 0);
  const asked = { name: parameter?.name ?? '', from: first?.offset ?? 0, count };
  const result = useQuery({
    ask,
    place: 'prediction',
    name: 'weights',
    params: asked,
    when: [state.applied.value, network, ...Object.values(asked), again],
    visible: visible && network !== null,
    interval: INTERVAL,
  });
  const answer = /** @type {Answer | null} */ (result.answer);
  useEffect(() => {
    if (!answer || JSON.stringify([answer.parameters, answer.spec]) === JSON.stringify([parameters, spec])) return;
    // What was looked at is of another network.
    const structure = JSON.stringify(answer.parameters);
    if (looked.value.structure !== structure) look({ ...nothing, structure });
    setListed({ parameters: answer.parameters, spec: /** @type {any} */ (answer.spec) });
  }, [answer]);
  return (
    <ShownSpec.Provider value={spec}>
      <div class="weights" ref={root}>
        {result.error !== null && (
          <Failed class="weight-failed" onRetry={() => setAgain(again + 1)}>
            {text('failed')}
          </Failed>
        )}
        {!parameter && <p class="caption">{text(parameters?.length === 0 ? 'none' : 'loading')}</p>}
        {parameter && found && page && (
          <Toolbar
            parameters={parameters ?? []}
            name={parameter.name}
            onChoose={(name) => look({ ...nothing, structure: looked.value.structure, name })}
          >
            {!page.enlarged && (
              <Pages
                from={page.from}
                perPage={page.gallery.perPage}
                count={found.pictures.length}
                onTurn={(from) => look({ from })}
              />
            )}
            {page.enlarged && found.pictures.length > 1 && <span>{labelText(page.enlarged.label)}</span>}
          </Toolbar>
        )}
        <Body room={room} parameter={parameter} found={found} page={page} answer={answer} />
      </div>
    </ShownSpec.Provider>
  );
}

/**
 * @param {import('./pictures.js').Pictures} found
 * @param {{ width: number, height: number }} size of the room
 */
function pageOf({ form, pictures }, size) {
  const { open, from } = looked.value;
  const [first] = pictures;
  const enlarged = pictures.length === 1 ? first : pictures.find(({ offset }) => offset === open);
  const labelled = !['units', 'filters', 'patches'].includes(form);
  const sheet = first ? sheetSize(gridOf(first)) : { width: 1, height: 1 };
  const gallery = galleryOf(size, sheet, { count: pictures.length, numbers: first?.count ?? 1, labelled });
  const start = Math.min(from, Math.max(0, pictures.length - 1));
  const shown = enlarged ? [enlarged] : size.width > 0 ? pictures.slice(start, start + gallery.perPage) : [];
  return { enlarged, labelled, gallery, from: start, pictures: shown, several: pictures.length > 1 };
}

/**
 * @param {object} props
 * @param {{ current: HTMLDivElement | null }} props.room
 * @param {Parameter | undefined} props.parameter
 * @param {import('./pictures.js').Pictures | undefined} props.found
 * @param {ReturnType<typeof pageOf> | undefined} props.page
 * @param {Answer | null} props.answer
 */
function Body({ room, parameter, found, page, answer }) {
  const { state, actions } = useApp();
  const { large } = state.insight.value;
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [read, setRead] = useState(/** @type {number | null} */ (null));
  const opened = useRef(false);
  const back = useRef(/** @type {number | null} */ (null));
  const mine = answer && answer.name === parameter?.name ? answer : null;
  const valueAt = (/** @type {number} */ index) => mine?.values[index - mine.from];
  const valuesOf = (/** @type {Picture} */ { offset, count }) => {
    const from = offset - (mine?.from ?? 0);
    return mine && from >= 0 && from + count <= mine.values.length ? mine.values.subarray(from, from + count) : null;
  };
  const [first] = page?.pictures ?? [];
  const limit = first && mine ? limitOf(inputsOf(found?.form, first), mine) : 1;
  const { selected } = looked.value;
  const enlarged = page?.enlarged;
  const close = () => {
    if (!page?.several) return;
    back.current = enlarged?.offset ?? null;
    look({ open: null, selected: null });
    setRead(null);
  };
  return (
    <>
      <div class={enlarged && (large || isWide(enlarged)) ? 'weight-body wide' : 'weight-body'}>
        <div class="weight-room" ref={room}>
          {page && !enlarged && (
            <Gallery
              pictures={page.pictures}
              gallery={page.gallery}
              labelled={page.labelled}
              valuesOf={valuesOf}
              limit={limit}
              back={back.current}
              onRead={setRead}
              onOpen={(open, index) => {
                opened.current = true;
                look({ open, selected: index });
              }}
            />
          )}
          {enlarged && parameter && (
            <Enlarged
              key={`${parameter.name} ${enlarged.offset}`}
              picture={enlarged}
              values={valuesOf(enlarged)}
              limit={limit}
              selected={selected === null ? null : selected - enlarged.offset}
              told={selected === null ? text('pressOne') : readingOf(parameter, selected, valueAt(selected))}
              focus={opened.current}
              onRead={(index) => setRead(index === null ? null : index + enlarged.offset)}
              onSelect={(index) => look({ selected: index + enlarged.offset })}
              onEdit={() => field.current?.select()}
              onBack={close}
            />
          )}
        </div>
        {enlarged && parameter && (
          <div class="weight-aside">
            {selected === null ? (
              <p class="caption">{text('pressOne')}</p>
            ) : (
              <WeightEditor
                key={`${parameter.name} ${selected}`}
                name={weightName(parameter, selected)}
                value={valueAt(selected)}
                field={field}
                onSet={(value) =>
                  actions.setWeight({ name: parameter.name, index: selected, value }, weightName(parameter, selected))
                }
              />
            )}
            {page.several && (
              <button type="button" class="button" onClick={close}>
                {text('back')}
              </button>
            )}
          </div>
        )}
      </div>
      <Foot
        parameter={parameter}
        found={found}
        limit={limit}
        read={read}
        value={read === null ? undefined : valueAt(read)}
      />
    </>
  );
}

/**
 * @param {Parameter} parameter
 * @param {number} index flat
 * @param {number | undefined} value
 */
function readingOf(parameter, index, value) {
  return text('reading', { name: weightName(parameter, index), value: valueText(value) });
}

/**
 * @param {Picture} picture
 * @returns {boolean} whether it needs the room beside it
 */
function isWide({ panels, width, height }) {
  return panels === 1 && width > 2.5 * height;
}

/**
 * @param {import('./pictures.js').Form | undefined} form
 * @param {Picture} picture
 * @returns {number} weights of one unit
 */
function inputsOf(form, { width, count }) {
  return form === 'units' || form === 'filters' || form === 'patches' ? count : width;
}

/**
 * @param {object} props
 * @param {Parameter | undefined} props.parameter
 * @param {import('./pictures.js').Pictures | undefined} props.found
 * @param {number} props.limit
 * @param {number | null} props.read flat index of the weight under the pointer
 * @param {number | undefined} props.value of it
 */
function Foot({ parameter, found, limit, read, value }) {
  const { layers } = useShownSpec();
  if (!parameter || !found) return null;
  const [first] = found.pictures;
  if (read !== null) {
    return (
      <p class="caption weight-foot" data-testid="weight-reading">
        {readingOf(parameter, read, value)}
      </p>
    );
  }
  const kind = layerAt(layers, partsOf(parameter.name).path)?.kind;
  const gates = kind === 'lstm' || kind === 'gru' ? text(`gates.${kind}`) : '';
  return (
    <p class="caption weight-foot">
      {text(found.form, { count: first?.panels ?? 1, columns: first?.width ?? 1, gates })}{' '}
      {text('colours', { limit: valueText(Number(limit.toPrecision(2))) })}
    </p>
  );
}
