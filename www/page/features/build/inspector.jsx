/** @file The inspector: every field of the selected layer. */

import { language } from '../../app/language.js';
import { aboutKind } from '../../forms/kinds.js';
import { VariantForm } from '../../forms/variant-form.jsx';
import { nameOf } from '../../names/index.js';
import { shownPath } from './edits.js';
import { text } from './words.js';

/** @param {{ editor: import('./editor.js').Editor, rows: import('./rows.js').Row[] }} props */
export function Inspector({ editor, rows }) {
  const { active } = editor.selection.value;
  const row = rows.find(({ path }) => path === active);
  if (!row) return <div class="build-inspector" />;
  const { path, layer, filled } = row;
  const shown = shownPath(path);
  return (
    <section class="build-inspector" aria-label={text('inspector', { path: shown })} key={path}>
      <h3 class="title">
        {text('inspector', { path: shown })} · {nameOf('kind', layer.kind)}
      </h3>
      <p class="build-about">{aboutKind('Layer', layer.kind)}</p>
      <div class="schema-fields" key={`${path} ${language.value}`}>
        <VariantForm
          section="Layer"
          value={layer}
          filled={filled}
          label={text('kind')}
          kindName={text('fieldOf', { field: text('kind'), path: shown })}
          nameFor={({ name }) => text('fieldOf', { field: nameOf('field', name), path: shown })}
          onChange={(change, changed) => editor.change(path, change, changed)}
        />
      </div>
    </section>
  );
}
