/** @file The head of the page: its name, what to begin with, the data, the language, the link and the colours. */

import { dataSetNames } from '../../shared/data-sets.js';
import { presetOf, presets } from '../../shared/presets/index.js';
import { element, icon } from '../dom.js';
import { view } from '../store.js';
import { text } from '../translate.js';

const themes = /** @type {const} */ (['system', 'light', 'dark']);

/** The curve of the page's icon. */
const MARK = 'M1.5 12.5c2.5 0 3-9 5.5-9s1.5 9 4 9 2-6 3.5-8';

/** Half a disc for the system's choice, a ring for light, a disc for dark. */
const themeIcons = {
  system: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11l0-1.2a4.3 4.3 0 0 0 0-8.6z',
  light: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zm0 1.2a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6z',
  dark: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
};

/**
 * @param {import('../actions.js').Actions} actions
 * @returns {import('../actions.js').Panel}
 */
export function createHeader(actions) {
  const mark = icon(MARK);
  mark.classList.add('mark');
  const preset = select(
    'page.preset',
    ['own', ...presets.map(({ name }) => name)].map((name) => [name, `preset.${name}`]),
    (name) => actions.preset(name),
  );
  const own = /** @type {HTMLOptionElement} */ (preset.options[0]);
  const data = select(
    'page.data',
    dataSetNames.map((name) => [name, `data.${name}`]),
    (name) => actions.change({ data: dataSetNames.find((known) => known === name) ?? 'mnist' }),
  );
  const language = element('select', { class: 'input language', label: 'page.language' }, [
    element('option', { value: 'en', lang: 'en' }, ['English']),
    element('option', { value: 'zh', lang: 'zh-CN' }, ['简体中文']),
  ]);
  language.addEventListener('change', () => actions.change({ lang: language.value === 'zh' ? 'zh' : 'en' }));
  const share = element('button', { type: 'button', class: 'link share', text: 'page.share' });
  share.addEventListener('click', async () => {
    await navigator.clipboard.writeText(location.href);
    share.textContent = text('page.shared');
    setTimeout(() => {
      share.textContent = text('page.share');
    }, 1500);
  });
  const theme = element('button', { type: 'button', class: 'icon-button' });
  let shown = /** @type {(typeof themes)[number]} */ ('system');
  theme.addEventListener('click', () => {
    actions.change({ theme: themes[(themes.indexOf(shown) + 1) % themes.length] ?? 'system' });
  });
  const root = element('header', { class: 'head' }, [
    element('h1', { class: 'name' }, [mark, 'inkgrad']),
    preset,
    data,
    element('span', { class: 'private caption', text: 'page.private' }),
    language,
    share,
    theme,
  ]);
  const show = view(
    (/** @type {import('../state.js').State} */ { settings }) => [settings],
    ([settings]) => {
      const found = presetOf(settings)?.name ?? 'own';
      own.hidden = found !== 'own';
      preset.value = found;
      data.value = settings.data;
      language.value = settings.lang;
      shown = settings.theme;
      theme.replaceChildren(icon(themeIcons[shown]));
      theme.setAttribute('aria-label', text(`theme.${shown}`));
      theme.title = text(`theme.${shown}`);
    },
  );
  return { root, show };
}

/**
 * @param {string} label text key
 * @param {string[][]} options value and text key of each
 * @param {(value: string) => void} onChange
 */
function select(label, options, onChange) {
  const root = element(
    'select',
    { class: 'input', label },
    options.map(([value, key]) => element('option', { value, text: key })),
  );
  root.addEventListener('change', () => onChange(root.value));
  return root;
}
