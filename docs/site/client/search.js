/** @file The search field: results as links below it. The index is fetched when the field is first used. */

import { shownResults } from './results.js';

/** @typedef {import('./index.js').Find} Find */

/** Milliseconds without a key before a search. */
const PAUSE = 60;

export function connectSearch() {
  const form = document.querySelector('form.search');
  const input = form?.querySelector('input');
  const found = document.getElementById('found');
  if (!(form instanceof HTMLFormElement) || !input || !found) return;
  form.hidden = false;
  const root = new URL(document.body.dataset.root ?? '', document.baseURI);
  const load = once(async () => (await import('./index.js')).openIndex(root));
  let timer = 0;
  const show = async () => {
    timer = 0;
    const query = input.value.trim();
    if (query === '') {
      found.hidden = true;
      return;
    }
    try {
      const find = await load();
      if (query !== input.value.trim()) return;
      found.replaceChildren(...shownResults(find(query), query, root));
    } catch {
      found.textContent = 'The search is not there: its file could not be fetched.';
    }
    found.hidden = false;
  };
  input.addEventListener('focus', () => load().catch(() => {}), { once: true });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, PAUSE);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    links(found)[0]?.click();
  });
  form.addEventListener('keydown', (event) => {
    // Results of fewer letters would be gone before one of them is chosen.
    if (event.key === 'ArrowDown' && event.target === input && timer > 0) {
      event.preventDefault();
      clearTimeout(timer);
      show().then(() => document.activeElement === input && links(found)[0]?.focus());
    } else move(event, input, found);
  });
  form.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && form.contains(relatedTarget))) found.hidden = true;
  });
  input.addEventListener('focus', () => input.value.trim() !== '' && show());
  found.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) found.hidden = true;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    input.focus();
  });
}

/**
 * A failed attempt is made again.
 *
 * @param {() => Promise<Find>} attempt
 * @returns {() => Promise<Find>}
 */
function once(attempt) {
  /** @type {Promise<Find> | null} */
  let value = null;
  return () => {
    value ??= attempt().catch((error) => {
      value = null;
      throw error;
    });
    return value;
  };
}

/** @param {HTMLElement} found */
function links(found) {
  return [...found.querySelectorAll('a')];
}

/**
 * Arrow keys move among the field and the results; Escape closes them.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} input
 * @param {HTMLElement} found
 */
function move(event, input, found) {
  const { key } = event;
  if (key === 'Escape' && !found.hidden) {
    event.preventDefault();
    found.hidden = true;
    input.focus();
  }
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || found.hidden) return;
  event.preventDefault();
  const stops = [input, ...links(found)];
  const at = stops.findIndex((stop) => stop.matches(':focus'));
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}
