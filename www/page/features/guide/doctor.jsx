/** @file The cure of a diagnosis by one press, and its evidence in numbers below it. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { brief, percent, quantity, whole } from '../../app/format.js';
import { translator } from '../../app/language.js';
import { useDismissal } from '../../app/use-dismissal.js';
import { soundStep } from '../../losses.js';
import { cureFor } from './cures.js';
import { loweredSince } from './rates.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {import('./cures.js').Cure} Cure */

/** How a number of the evidence is written; a loss, unless it stands here. */
const written = /** @type {Record<string, (value: number) => string>} */ ({
  step: whole,
  steps: whole,
  best: whole,
  layer: whole,
  part: percent,
  fall: percent,
  size: brief,
});

/** Why a cure helps, where it shares its reason with others. */
const reasons = /** @type {const} */ ({
  backThird: 'back',
  back: 'back',
  backToThird: 'back',
  backTo: 'back',
  anew: 'anew',
  normalise: 'normalise',
  lively: 'lively',
  livelyRate: 'lively',
  low: 'rate',
  high: 'rate',
  usual: 'rate',
  dropout: 'dropout',
  decay: 'decay',
  stop: 'stop',
  unregularised: 'unregularised',
  larger: 'larger',
  layer: 'larger',
});

/** The tab of the strip that shows more of a diagnosis. */
const looks = /** @type {Record<string, { tab: string, label: 'seeMistakes' | 'seeUnits' }>} */ ({
  dead: { tab: 'distributions', label: 'seeUnits' },
  saturated: { tab: 'distributions', label: 'seeUnits' },
  overfitting: { tab: 'mistakes', label: 'seeMistakes' },
});

/**
 * @param {object} props
 * @param {import('./use-finding.js').Found} props.found
 * @param {(cure: string | null) => void} props.onCure is told what was done; null where training goes back
 */
export function Doctor({ found, onCure }) {
  const { state, actions, inkgrad } = useApp();
  const core = inkgrad.value;
  // What is offered stays as it is while it is read.
  const [present] = useState(() => {
    const { step } = state.position.peek();
    const sound = soundStep(state.history.peek().rows, step);
    const lowered = loweredSince(state.configuration.peek(), sound);
    const running = state.status.peek() === 'running';
    return { step, soundStep: sound, ruined: found.ruin !== null, lowered, running };
  });
  const cure = core && cureFor(found.diagnosis, state.experiment.value, present, isPossible(core));
  const apply = () => {
    if (!cure) return;
    if (cure.back) actions.goBack(cure.next, present.soundStep);
    else actions.editExperiment(cure.next, { label: cureText(cure), carry: cure.carry });
    onCure(cure.back ? null : cureText(cure));
  };
  return (
    <>
      {cure && (
        <button type="button" class="button" onClick={apply}>
          {cureText(cure)}
        </button>
      )}
      <Evidence found={found} cure={cure} />
    </>
  );
}

/**
 * @param {import('inkgrad').Inkgrad} core
 * @returns {(experiment: import('./cures.js').Experiment) => boolean}
 */
function isPossible(core) {
  return ({ spec }) => {
    try {
      core.describe(/** @type {import('inkgrad').Spec} */ (/** @type {unknown} */ (spec)));
      return true;
    } catch {
      return false;
    }
  };
}

/** @param {Cure} cure */
function cureText({ key, values }) {
  const rate = brief(Number(values.rate));
  return text(/** @type {'cure.back'} */ (`cure.${key}`), { ...values, rate });
}

/** @param {import('./diagnosis.js').Evidence} evidence @param {(index: number) => string} nameOf a class */
function evidenceText({ key, values }, nameOf) {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    name === 'answer' ? nameOf(value) : (written[name] ?? quantity)(value),
  ]);
  return text(/** @type {'evidence.rise'} */ (`evidence.${key}`), Object.fromEntries(entries));
}

/** @param {{ found: import('./use-finding.js').Found, cure: Cure | null }} props */
function Evidence({ found: { diagnosis, evidence, ruin }, cure }) {
  const nameOf = useClassNames();
  const { actions } = useApp();
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const close = () => setOpen(false);
  useDismissal(root, open, close);
  useEscape(root, open, close);
  const look = looks[diagnosis];
  const told = ruin && ruin.key !== evidence.key ? [evidence, ruin] : [evidence];
  return (
    <div class="evidence" ref={root}>
      <button
        type="button"
        class="link fold-button evidence-button"
        aria-expanded={open}
        aria-controls="evidence"
        onClick={() => setOpen(!open)}
      >
        {text('evidence')}
      </button>
      <div id="evidence" class="popover evidence-panel" hidden={!open}>
        {told.map((one) => (
          <p key={one.key}>{evidenceText(one, nameOf)}</p>
        ))}
        {cure && (
          <p class="caption">
            {text(`why.${reasons[/** @type {keyof typeof reasons} */ (cure.key)]}`)} {text('undo')}
          </p>
        )}
        {look && (
          <button type="button" class="button" onClick={() => actions.openInsight(look.tab)}>
            {text(look.label)}
          </button>
        )}
      </div>
    </div>
  );
}

/**
 * @param {{ current: HTMLElement | null }} root
 * @param {boolean} open
 * @param {() => void} close
 */
function useEscape(root, open, close) {
  useLayoutEffect(() => {
    if (!open) return;
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      close();
      root.current?.querySelector('button')?.focus();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [open]);
}
