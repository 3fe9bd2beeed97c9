/**
 * @file The spec of the network that is shown: while another is being built, what is shown still speaks of the one before.
 */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { useApp } from './context.js';

/** @typedef {import('../../shared/experiment.js').PlainSpec} PlainSpec */

/** With the spec that came with an answer. */
export const ShownSpec = createContext(/** @type {PlainSpec | null} */ (null));

/** @returns {PlainSpec} */
export function useShownSpec() {
  const present = useApp().state.experiment.value.spec;
  return useContext(ShownSpec) ?? present;
}
