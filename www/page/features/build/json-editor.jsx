/** @file The spec as JSON: checked as it is typed, applied by a button or Ctrl + Enter. */

import { useId, useRef, useState } from 'preact/hooks';
import { compactSpec } from '../../../shared/plain-spec.js';
import { useApp } from '../../app/context.js';
import { placedMessageOf } from '../../app/messages.js';
import { checkExperiment } from '../../forms/check.js';
import { parseJson, specText } from './json-text.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {import('../../../shared/experiment.js').PlainSpec} PlainSpec
 * @typedef {{ typed: string, from: PlainSpec }} Draft `from` is the spec that it began with
 */

/** @param {{ experiment: Experiment }} props */
export function JsonEditor({ experiment }) {
  const { actions, inkgrad } = useApp();
  const id = useId();
  const [draft, setDraft] = useState(/** @type {Draft | null} */ (null));
  const [copied, setCopied] = useState(false);
  const shown = draft?.typed ?? specText(experiment.spec);
  const read = draft ? readSpec(inkgrad.value, experiment, draft.typed) : null;
  const fault = read && 'fault' in read ? read.fault : null;
  const stale = draft !== null && draft.from !== experiment.spec;
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const apply = () => {
    // What stands in the area by now: a key may come before what was typed is drawn.
    const typed = area.current?.value ?? shown;
    const now = typed === specText(experiment.spec) ? null : readSpec(inkgrad.value, experiment, typed);
    if (!now || !('spec' in now)) return;
    actions.editExperiment({ ...experiment, spec: compactSpec(now.spec) }, { label: text('labelJson') });
    setDraft(null);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(shown);
      setCopied(true);
    } catch {
      // Without permission the text is selected, so that it can be copied by key.
      area.current?.focus();
      area.current?.select();
    }
  };
  const state = fault ? placedMessageOf(fault) : draft ? text(stale ? 'stale' : 'valid') : text('same');
  return (
    <section class="build-json" aria-label={text('json')}>
      <label class="title" for={id}>
        {text('json')}
      </label>
      <textarea
        id={id}
        ref={area}
        class="build-text"
        wrap="off"
        spellcheck={false}
        autocomplete="off"
        value={shown}
        aria-describedby={`${id}-state`}
        aria-invalid={fault ? 'true' : undefined}
        onInput={(event) => {
          setCopied(false);
          const typed = event.currentTarget.value;
          setDraft(typed === specText(experiment.spec) ? null : { typed, from: draft?.from ?? experiment.spec });
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          apply();
        }}
      />
      <p class={fault ? 'build-json-state faulty' : 'build-json-state'} id={`${id}-state`} role="status">
        {copied ? text('copied') : state}
      </p>
      <div class="build-json-buttons">
        <button type="button" class="button" aria-disabled={!read || fault !== null} onClick={apply}>
          {text('apply')}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            const parsed = parseJson(shown);
            if ('value' in parsed && draft) setDraft({ ...draft, typed: specText(parsed.value) });
          }}
        >
          {text('format')}
        </button>
        <button type="button" class="button" onClick={copy}>
          {text('copy')}
        </button>
        <button type="button" class="button" aria-disabled={!draft} onClick={() => setDraft(null)}>
          {text('discard')}
        </button>
      </div>
    </section>
  );
}

/**
 * @param {import('../../forms/check.js').Core | null} core
 * @param {Experiment} experiment
 * @param {string} typed
 * @returns {{ spec: PlainSpec } | { fault: import('../../app/messages.js').Fault } | null} null until the core is there
 */
function readSpec(core, experiment, typed) {
  const read = parseJson(typed);
  if ('fault' in read) return read;
  if (!core) return null;
  const spec = /** @type {PlainSpec} */ (read.value);
  const { fault } = checkExperiment(core, { ...experiment, spec });
  return fault ? { fault } : { spec };
}
