/** @file The script of every page: the search, copying of code, and the list of pages on a phone. */

import './docs.css';
import { addCopyButtons } from './copy.js';
import { makeScrollersFocusable } from './scrollers.js';
import { connectSearch } from './search.js';

/** Below this width the list of all pages begins folded. */
const NARROW = '(max-width: 56rem)';

const pages = document.querySelector('.pages details');
if (pages instanceof HTMLDetailsElement) pages.open = !matchMedia(NARROW).matches;
// The list of pages is longer than the window: the current one is shown in it, and the page itself stays.
const list = document.querySelector('.pages');
const current = document.querySelector('.pages [aria-current]');
if (list instanceof HTMLElement && current instanceof HTMLElement && current.offsetTop > list.clientHeight)
  list.scrollTop = current.offsetTop - list.clientHeight / 2;

addCopyButtons();
makeScrollersFocusable();
connectSearch();
