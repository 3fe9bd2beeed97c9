/** @file The dialog over the page: there is one at a time. */

import { signal } from '@preact/signals';
import { Fragment } from 'preact';

/** @typedef {import('preact').ComponentChild} Content */

const shown = signal(/** @type {{ content: Content, number: number }} */ ({ content: null, number: 0 }));

let last = 0;

/**
 * A dialog that is not shown yet. The browser says that it was closed a moment later, when another one may have come:
 * closed, it takes away itself alone.
 *
 * @returns {{ show: (content: Content) => void, close: () => void }}
 */
export function newDialog() {
  last += 1;
  const number = last;
  return {
    show(content) {
      shown.value = { content, number };
    },
    close() {
      if (shown.peek().number === number) shown.value = { content: null, number: 0 };
    },
  };
}

export function Dialogs() {
  const { content, number } = shown.value;
  return <Fragment key={number}>{content}</Fragment>;
}
