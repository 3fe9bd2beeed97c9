/** @file The page's header: its name, the places, the link to share, and a menu of language, colours and shortcuts. */

import { useRef, useState } from 'preact/hooks';
import { writeLink } from '../../shared/links.js';
import { THEMES } from '../preferences.js';
import { useApp } from './context.js';
import { newDialog } from './dialogs.jsx';
import { FileButtons } from './files.jsx';
import { Icon } from './icon.jsx';
import { language, translator } from './language.js';
import { texts } from './texts.js';
import { useDismissal } from './use-dismissal.js';

const text = translator(texts);

/** The curve of the page's icon. */
const MARK = 'M1.5 12.5c2.5 0 3-9 5.5-9s1.5 9 4 9 2-6 3.5-8';

/** Milliseconds for which a button says that it has done its work. */
const DONE = 1500;

/**
 * @param {{ places: import('./feature.jsx').Feature[], current: string, children?: import('preact').ComponentChildren }}
 *   props `children`: what leads on
 */
export function Header({ places, current, children }) {
  return (
    <header class="head">
      <h1 class="name">
        <Icon path={MARK} class="mark" />
        inkgrad
      </h1>
      <nav aria-label={text('places')}>
        <ul class="places">
          <Place route="train" title={text('train')} current={current} />
          {places.map(({ id, place, title }) => (
            <Place key={id} route={place ?? id} title={title()} current={current} />
          ))}
        </ul>
      </nav>
      {children}
      <Share />
      <FileButtons class="head-files" />
      <Menu />
    </header>
  );
}

/** @param {{ route: string, title: string, current: string }} props */
function Place({ route, title, current }) {
  const { actions, state } = useApp();
  /** @param {MouseEvent} event */
  const go = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    actions.navigate(route);
  };
  return (
    <li>
      <a
        class="place-link"
        href={writeLink(route, state.experiment.value, '').hash || `#/${route}`}
        aria-current={route === current ? 'page' : undefined}
        onClick={go}
      >
        {title}
      </a>
    </li>
  );
}

function Share() {
  const { actions } = useApp();
  const [done, setDone] = useState(/** @type {'copied' | 'refused' | null} */ (null));
  const copy = async () => {
    actions.flushAddress();
    try {
      await navigator.clipboard.writeText(location.href);
      setDone('copied');
    } catch {
      setDone('refused');
    }
    setTimeout(() => setDone(null), DONE);
  };
  return (
    <button type="button" class="link share" onClick={copy}>
      {text(done === 'copied' ? 'shared' : done === 'refused' ? 'notShared' : 'share')}
    </button>
  );
}

function DialogButtons() {
  const { actions } = useApp();
  const link = async () => {
    const module = await import('./verified/dialog.jsx').catch(actions.tellUnreachable);
    const { show, close } = newDialog();
    if (module) show(<module.VerifiedLinkDialog onClose={close} />);
  };
  const laboratory = async () => {
    const module = await import('./laboratory/save.jsx').catch(actions.tellUnreachable);
    const { show, close } = newDialog();
    if (module) show(<module.SaveLaboratory onClose={close} />);
  };
  return (
    <div class="menu-row">
      <button type="button" class="link" onClick={link}>
        {text('verifiedLink')}
      </button>
      <button type="button" class="link" onClick={laboratory}>
        {text('laboratory')}
      </button>
    </div>
  );
}

function Menu() {
  const { actions, state } = useApp();
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLFieldSetElement | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useDismissal(root, open, () => setOpen(false));
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  };
  const { theme, shortcuts, hints } = state.preferences.value;
  return (
    <fieldset class="menu" aria-label={text('menu')} ref={root} onKeyDown={hear}>
      <button
        type="button"
        ref={button}
        class="button menu-button"
        aria-expanded={open}
        aria-controls="menu"
        onClick={() => setOpen(!open)}
      >
        {text('menu')}
      </button>
      <div id="menu" class="popover menu-panel" hidden={!open}>
        <label class="menu-row">
          <span>{text('language')}</span>
          <select
            class="input"
            value={language.value}
            onChange={(event) => actions.setLanguage(event.currentTarget.value === 'zh' ? 'zh' : 'en')}
          >
            <option value="en" lang="en">
              English
            </option>
            <option value="zh" lang="zh-CN">
              简体中文
            </option>
          </select>
        </label>
        <label class="menu-row">
          <span>{text('colours')}</span>
          <select
            class="input"
            value={theme}
            onChange={(event) => actions.setPreference('theme', THEMES[event.currentTarget.selectedIndex] ?? 'system')}
          >
            {THEMES.map((name) => (
              <option key={name} value={name}>
                {text(`theme.${name}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="menu-row">
          <span>{text('shortcuts')}</span>
          <input
            type="checkbox"
            checked={shortcuts}
            onChange={(event) => actions.setPreference('shortcuts', event.currentTarget.checked)}
          />
        </label>
        <label class="menu-row">
          <span>{text('hints')}</span>
          <input
            type="checkbox"
            checked={hints}
            onChange={(event) => {
              actions.setPreference('hints', event.currentTarget.checked);
              // Turned on again, those that were dismissed come back.
              actions.setPreference('dismissed', []);
            }}
          />
        </label>
        <FileButtons class="menu-row menu-files" />
        <DialogButtons />
        <a class="menu-row" href="docs/index.html" target="_blank" rel="noopener">
          {text('documentation')}
        </a>
        <a class="menu-row" href="bench.html">
          {text('speedTest')}
        </a>
      </div>
    </fieldset>
  );
}
