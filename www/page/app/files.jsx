/** @file Save and Open: buttons, drop and paste. What they do comes when it is first wanted. */

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from './context.js';
import { translator } from './language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @typedef {typeof import('./files/view.jsx')} Module */

/**
 * The dialog over the page.
 *
 * @type {import('@preact/signals').Signal<import('preact').ComponentChild>}
 */
export const shown = signal(null);

/**
 * @param {import('./context.js').App} app
 * @param {(module: Module) => unknown} use
 */
async function withFiles({ actions }, use) {
  const module = await import('./files/view.jsx').catch(actions.tellUnreachable);
  if (module) use(module);
}

/**
 * @param {import('./context.js').App} app
 * @param {File | undefined} file
 */
function show(app, file) {
  if (!file) return;
  withFiles(app, ({ FileDialog }) => {
    shown.value = <FileDialog key={Math.random()} file={file} onClose={close} />;
  });
}

function close() {
  shown.value = null;
}

/** @param {{ class: string }} props */
export function FileButtons({ class: name }) {
  const app = useApp();
  const save = () =>
    withFiles(app, async ({ save, FileDialog }) => {
      const fault = await save(app);
      if (fault) shown.value = <FileDialog key={Math.random()} fault={fault} onClose={close} />;
    });
  const open = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.onchange = () => show(app, input.files?.[0]);
    input.click();
  };
  return (
    <div class={name}>
      <button type="button" class="link" onClick={save}>
        {text('save')}
      </button>
      <button type="button" class="link" onClick={open}>
        {text('open')}
      </button>
    </div>
  );
}

/** Hears files that are dropped or pasted anywhere, and holds what shows them. */
export function Files() {
  const app = useApp();
  useEffect(() => {
    /** @param {DragEvent} event */
    const drag = (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (event.type === 'drop') show(app, event.dataTransfer.files[0]);
    };
    const abort = new AbortController();
    const { signal } = abort;
    document.addEventListener('dragover', drag, { signal });
    document.addEventListener('drop', drag, { signal });
    document.addEventListener('paste', ({ clipboardData }) => show(app, clipboardData?.files[0]), { signal });
    return () => abort.abort();
  }, []);
  return <>{shown.value}</>;
}
