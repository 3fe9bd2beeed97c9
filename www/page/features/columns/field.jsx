/** @file A control with its label above it. */

import { useId } from 'preact/hooks';

/** @param {{ label: string, children: (id: string) => import('preact').ComponentChild }} props */
export function Field({ label, children }) {
  const id = useId();
  return (
    <div class="columns-field">
      <label for={id}>{label}</label>
      {children(id)}
    </div>
  );
}
