/** @file One run: its name and notes, what can be done with it, and a scrubber over its kept steps. */

import { useId, useState } from 'preact/hooks';
import { newId } from '../../../storage/new-id.js';
import { useApp } from '../../app/context.js';
import { newDialog } from '../../app/dialogs.jsx';
import { whole } from '../../app/format.js';
import { faultOfOpening } from './fault-of-opening.js';
import { KeptStateView } from './kept-state.jsx';
import { Records } from './records/view.jsx';
import { keptSteps } from './rows.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../storage/records.js').RunRecord} RunRecord
 *
 * @param {object} props
 * @param {import('./rows.js').Row} props.row
 * @param {() => void} props.onDelete
 */
export function Details({ row: { run, title, current, parent }, onDelete }) {
  const { actions, library, state } = useApp();
  const id = useId();
  const [fault, setFault] = useState(/** @type {string | null} */ (null));
  /** What has no room is said here, and the run stays as it was. @param {Promise<unknown>} work */
  const keep = (work) =>
    work.then(
      () => setFault(null),
      ({ message }) => setFault(text('notKept', { why: message })),
    );
  /** @param {number} [step] the newest one without it */
  const open = async (step) => setFault(await faultOfOpening(actions.openFiled(run.id, step)));
  const openExport = async () => {
    const module = await import('../../app/export/dialog.jsx').catch(actions.tellUnreachable);
    const { show, close } = newDialog();
    if (module) show(<module.ExportDialog run={current ? null : run} onClose={close} />);
  };
  const rows = async () => (current ? state.history.peek().rows : ((await library.runs.curves(run.id))?.rows ?? []));
  return (
    <section class="panel runs-details" aria-labelledby={id} data-testid="run-details">
      <header class="panel-head">
        <h2 id={id} class="title">
          {title}
        </h2>
      </header>
      {parent && <p class="caption">{text('branchOf', { title: parent.title, step: whole(parent.step) })}</p>}
      <Writing run={run} title={title} keep={keep} />
      <p class="runs-fault" role="status">
        {fault}
      </p>
      <div class="runs-buttons">
        <button
          type="button"
          class="button"
          aria-pressed={run.pinned}
          onClick={() => keep(library.runs.edit(run.id, { pinned: !run.pinned }))}
        >
          {text(run.pinned ? 'unpin' : 'pin')}
        </button>
        <button
          type="button"
          class="button"
          disabled={!run.state}
          onClick={() => keep(library.runs.duplicate(run.id, newId()))}
        >
          {text('duplicate')}
        </button>
        {!current && (
          <button type="button" class="button" disabled={!run.state} title={text('openHelp')} onClick={() => open()}>
            {text('open')}
          </button>
        )}
        <button
          type="button"
          class="button"
          disabled={!run.state && !current}
          title={text('exportHelp')}
          onClick={openExport}
        >
          {text('export')}
        </button>
        {!current && (
          <button type="button" class="button" onClick={onDelete}>
            {text('delete')}
          </button>
        )}
      </div>
      <Facts run={run} />
      <Records run={run} title={title} rows={rows} />
      <Scrubber run={run} onBranch={open} />
    </section>
  );
}

/** @param {{ run: RunRecord, title: string, keep: (work: Promise<unknown>) => void }} props */
function Writing({ run, title, keep }) {
  const { library } = useApp();
  const [name, setName] = useState(run.name);
  const [notes, setNotes] = useState(run.notes);
  /** From the field itself: what was typed last may not be drawn yet. @param {{ name?: string, notes?: string }} changes */
  const write = (changes) => {
    const next = { name: run.name, notes: run.notes, ...changes };
    if (next.name !== run.name || next.notes !== run.notes) keep(library.runs.edit(run.id, changes));
  };
  return (
    <div class="runs-writing">
      <label>
        <span>{text('name')}</span>
        <input
          class="input"
          value={name}
          maxLength={80}
          placeholder={title}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          onBlur={({ currentTarget }) => write({ name: currentTarget.value.trim() })}
        />
      </label>
      <label>
        <span>{text('notes')}</span>
        <textarea
          class="input"
          rows={2}
          value={notes}
          onInput={({ currentTarget }) => setNotes(currentTarget.value)}
          onBlur={({ currentTarget }) => write({ notes: currentTarget.value })}
        />
      </label>
    </div>
  );
}

/** @param {{ run: RunRecord }} props */
function Facts({ run: { seed, dataHash, build } }) {
  const facts = /** @type {[string, string][]} */ ([
    [text('seed'), String(seed)],
    [text('dataHash'), dataHash ?? text('unknown')],
    [text('build'), build ?? text('unknown')],
  ]);
  return (
    <dl class="runs-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * @param {{ run: RunRecord, onBranch?: (step: number) => void }} props without `onBranch` no run begins here
 */
export function Scrubber({ run, onBranch }) {
  const id = useId();
  const steps = keptSteps(run);
  const [chosen, setChosen] = useState(/** @type {number | null} */ (null));
  if (steps.length === 0) return <p class="caption">{text('noWeights')}</p>;
  const found = chosen === null ? -1 : steps.findLastIndex((step) => step <= chosen);
  const at = found < 0 ? steps.length - 1 : found;
  const step = steps[at] ?? 0;
  return (
    <div class="runs-scrubber">
      <label for={id}>{text('atKept', { step: whole(step) })}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.length - 1}
        value={at}
        disabled={steps.length === 1}
        aria-valuetext={text('atKept', { step: whole(step) })}
        onInput={({ currentTarget }) => setChosen(steps[Number(currentTarget.value)] ?? null)}
      />
      <KeptStateView run={run} step={step} />
      {onBranch && (
        <button type="button" class="button" onClick={() => onBranch(step)}>
          {text('branch', { step: whole(step) })}
        </button>
      )}
    </div>
  );
}
