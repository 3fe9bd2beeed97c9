/** @file The place Build. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import { fieldsOf } from '../../../shared/spec-schema.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useApp } from '../../app/context.js';
import { AddMenu } from './add-menu.jsx';
import { createEditor } from './editor.js';
import { layerAt } from './edits.js';
import { Head } from './head.jsx';
import { Inspector } from './inspector.jsx';
import { JsonEditor } from './json-editor.jsx';
import { LayerList } from './layer-list.jsx';
import list from './list.css' with { type: 'text' };
import menu from './menu.css' with { type: 'text' };
import presets from './presets.css' with { type: 'text' };
import { Presets } from './presets.jsx';
import { networkOf } from './rows.js';
import style from './style.css' with { type: 'text' };
import { Toolbar } from './toolbar.jsx';
import { text } from './words.js';

adoptStyle([style, list, menu, presets].join('\n'));

/** Fields that every layer has. */
const COMMON = new Set(['name', 'trainable']);

export default function BuildView() {
  const app = useApp();
  const [editor] = useState(() => createEditor(app));
  const experiment = app.state.experiment.value;
  const core = app.inkgrad.value;
  const network = useMemo(() => networkOf(core, experiment), [core, experiment]);
  const [, wanted] = app.route.value.split('/');
  useMemo(() => selectFirst(editor, experiment.spec.layers, Number(wanted)), [wanted]);
  keepSelection(editor, experiment.spec.layers);
  // A reason is about the network as it was.
  useEffect(() => {
    editor.refusal.value = null;
  }, [editor, experiment]);
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || isTyping(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) app.actions.redoChange();
    else app.actions.undoChange();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of what is in it.
    <div class="build" onKeyDown={onKey}>
      <Head network={network} />
      <Presets multiplyAdds={network.multiplyAdds} />
      <div class="build-bench">
        <section class="build-layers" aria-label={text('layers')}>
          <Toolbar editor={editor}>
            <AddMenu editor={editor} rows={network.rows} input={experiment.spec.input} />
          </Toolbar>
          <LayerList editor={editor} network={network} input={experiment.spec.input} />
        </section>
        <Inspector editor={editor} rows={network.rows} />
        <JsonEditor experiment={experiment} />
      </div>
    </div>
  );
}

/**
 * The layer that the route names, or the first of which something can be chosen.
 *
 * @param {import('./editor.js').Editor} editor
 * @param {import('../../../shared/experiment.js').Layer[]} layers
 * @param {number} number of the route, counted from 1; not a number where it names none
 */
function selectFirst(editor, layers, number) {
  const first = layers.findIndex(({ kind }) => fieldsOf('Layer', kind).some(({ name }) => !COMMON.has(name)));
  editor.select(String(layers[number - 1] ? number - 1 : Math.max(0, first)), false, false);
}

/**
 * A layer that is gone, by undo or a preset, is selected no longer.
 *
 * @param {import('./editor.js').Editor} editor
 * @param {import('../../../shared/experiment.js').Layer[]} layers
 */
function keepSelection({ selection }, layers) {
  const { active, paths } = selection.peek();
  if (layerAt(layers, active) && paths.every((path) => layerAt(layers, path))) return;
  const path = String(Math.max(0, Math.min(Number(active.split('.')[0] || layers.length - 2), layers.length - 1)));
  selection.value = { active: path, anchor: path, paths: [path] };
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text');
}
