/** @file One line in the header: what goes wrong with the training and its cure, else what to try next. */

import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dataSetOf, hasPictures } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { Icon } from '../../app/icon.jsx';
import { translator } from '../../app/language.js';
import { mayBeLow } from './cures.js';
import { Doctor } from './doctor.jsx';
import { nextHint } from './hints.js';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { useFinding } from './use-finding.js';

adoptStyle(style);

const text = translator(texts);

const CLOSE = 'M4 4 12 12M12 4 4 12';

/** What a hint offers to open. */
const opens = /** @type {Record<string, { tab: string, label: 'seeMistakes' }>} */ ({
  mistakes: { tab: 'mistakes', label: 'seeMistakes' },
});

export default function Guide() {
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const found = useFinding(root);
  const { put, isDismissed } = usePutAway(found);
  const hint = useHint();
  const { applied, apply, forget } = useApplied();
  const shown = found && !isDismissed ? found : null;
  const key = applied ? 'applied' : (shown?.diagnosis ?? hint ?? 'none');
  const said = useDiagnosisText(shown);
  useFocusKept(root, key);
  const { actions, state } = useApp();
  const cured = (/** @type {string | null} */ cure) => {
    put();
    if (cure !== null && state.replaced.peek() === null) apply(cure);
  };
  const dismiss = () => {
    if (applied) forget();
    else if (shown) put();
    else if (hint) actions.setPreference('dismissed', [...state.preferences.peek().dismissed, hint]);
  };
  return (
    <section
      class="guide-line"
      aria-label={text('title')}
      data-testid="try-next"
      data-hint={key}
      ref={root}
      tabIndex={-1}
    >
      <div class="doctor" data-testid="doctor" data-diagnosis={found?.diagnosis ?? 'none'}>
        {/* It stands before what it says, as screen readers want it. */}
        <p role="status">{applied ? text('applied', { cure: applied }) : said}</p>
        {applied && (
          <button type="button" class="button" onClick={actions.undoChange}>
            {text('undoChange')}
          </button>
        )}
        {!applied && shown && <Doctor key={`${shown.diagnosis} ${shown.ruin !== null}`} found={shown} onCure={cured} />}
      </div>
      {!applied && !shown && hint && <HintText hint={hint} />}
      {key !== 'none' && (
        <button
          type="button"
          class="icon-button stroked guide-close"
          aria-label={text('dismiss')}
          title={text('dismiss')}
          onClick={dismiss}
        >
          <Icon path={CLOSE} />
        </button>
      )}
    </section>
  );
}

/** Milliseconds for which a cure can be taken back in the line. */
const APPLIED = 20_000;

/** What was done last: where nothing was replaced there is no notice that it can be undone, so the line offers it. */
function useApplied() {
  const { state } = useApp();
  const [applied, setApplied] = useState(/** @type {{ cure: string, past: number } | null} */ (null));
  useEffect(() => {
    if (!applied) return;
    const timer = setTimeout(() => setApplied(null), APPLIED);
    return () => clearTimeout(timer);
  }, [applied]);
  const last = applied !== null && state.undo.value.past === applied.past && state.replaced.value === null;
  return {
    applied: last ? applied.cure : null,
    apply: (/** @type {string} */ cure) => setApplied({ cure, past: state.undo.peek().past }),
    forget: () => setApplied(null),
  };
}

/** @param {import('./use-finding.js').Found | null} found */
function useDiagnosisText(found) {
  const experiment = useApp().state.experiment.value;
  if (!found) return '';
  const { diagnosis, evidence, ruin } = found;
  if (evidence.key === 'constant') return text(ruin ? 'diagnosis.rate_high' : 'diagnosis.constant');
  if (diagnosis === 'dead' && ruin) return text('diagnosis.deadByRate');
  if (diagnosis === 'rate_low' && !mayBeLow(experiment)) return text('diagnosis.stalled');
  return text(`diagnosis.${diagnosis}`);
}

/** @param {{ hint: import('./hints.js').Hint }} props */
function HintText({ hint }) {
  const { actions, state } = useApp();
  const open = opens[hint];
  const other = `hint.${hint}.other`;
  const key = state.experiment.value.dataset.own && other in texts.en ? other : `hint.${hint}`;
  return (
    <>
      <p>{text(/** @type {'hint.begin'} */ (key))}</p>
      {open && (
        <button type="button" class="button" onClick={() => actions.openInsight(open.tab)}>
          {text(open.label)}
        </button>
      )}
    </>
  );
}

/** @returns {import('./hints.js').Hint | null} */
function useHint() {
  const { state } = useApp();
  return useComputed(() =>
    // The hints are of drawings.
    hasPictures(dataSetOf(state.experiment.value.dataset))
      ? nextHint(
          {
            status: state.status.value,
            wanted: state.playWanted.value,
            step: state.position.value.step,
            accuracy: state.validation.value?.accuracy ?? null,
            drawn: state.drawing.value.strokes.length > 0 || state.sample.value !== null,
          },
          state.preferences.value.dismissed,
        )
      : null,
  ).value;
}

/**
 * A diagnosis that was dismissed, or whose cure was chosen, stays away until it changes or another run begins.
 *
 * @param {import('./use-finding.js').Found | null} found
 */
function usePutAway(found) {
  const run = useApp().state.history.value;
  const diagnosis = found?.diagnosis;
  const [dismissed, setDismissed] = useState(
    /** @type {{ run: unknown, diagnosis: string | undefined } | null} */ (null),
  );
  const isDismissed = dismissed !== null && dismissed.run === run && dismissed.diagnosis === diagnosis;
  // What has changed meanwhile is shown again when it comes back.
  if (dismissed && !isDismissed) setDismissed(null);
  return { isDismissed, put: () => setDismissed({ run, diagnosis }) };
}

/**
 * A button that goes with what it stood in leaves the focus to the line.
 *
 * @param {{ current: HTMLElement | null }} root
 * @param {string} key of what is shown
 */
function useFocusKept(root, key) {
  const within = useRef(false);
  useLayoutEffect(() => {
    if (within.current && document.activeElement === document.body) root.current?.focus({ preventScroll: true });
  }, [key]);
  useLayoutEffect(() => {
    const element = root.current;
    const hear = () => {
      within.current = element?.contains(document.activeElement) === true;
    };
    document.addEventListener('focusin', hear);
    document.addEventListener('pointerdown', hear);
    return () => {
      document.removeEventListener('focusin', hear);
      document.removeEventListener('pointerdown', hear);
    };
  }, []);
}
