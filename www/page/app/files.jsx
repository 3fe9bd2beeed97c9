/**
 * @file Save, Open and Export: buttons, drop and paste. What they do comes when it is first wanted.
 */

import { useEffect } from 'preact/hooks';
import { useApp } from './context.js';
import { Dialogs, newDialog } from './dialogs.jsx';
import { translator } from './language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** Number of the files that came last. */
let newest = 0;

/**
 * @template Loaded
 * @param {import('./context.js').App} app
 * @param {Promise<Loaded>} loading
 * @param {(module: Loaded) => unknown} use
 */
async function when({ actions }, loading, use) {
  const module = await loading.catch(actions.tellUnreachable);
  if (module) use(module);
}

/**
 * @param {import('./context.js').App} app
 * @param {import('./incoming.js').NamedFile[]} files
 */
function take(app, files) {
  if (files.length === 0) return;
  newest += 1;
  const own = newest;
  when(app, import('./files/take.jsx'), async ({ dialogFor }) => {
    const { show, close } = newDialog();
    const dialog = await dialogFor(app, files, close);
    // Files that came later are shown, whichever was read first.
    if (dialog && own === newest) show(dialog);
  });
}

/**
 * @param {import('./context.js').App} app
 * @param {unknown} error
 * @param {string} name of the folder that cannot be read
 */
function tellFault(app, error, name) {
  when(app, import('./files/take.jsx'), async ({ faultDialog }) => {
    const { show, close } = newDialog();
    show(await faultDialog(error, [{ name, file: new Blob() }], close));
  });
}

/** @param {Iterable<File> | null | undefined} files */
function named(files) {
  return [...(files ?? [])].map((file) => ({ name: file.name, file }));
}

/** @param {{ class: string }} props */
export function FileButtons({ class: name }) {
  const app = useApp();
  const save = () =>
    when(app, import('./files/view.jsx'), async ({ save, FileDialog }) => {
      const fault = await save(app);
      const { show, close } = newDialog();
      if (fault) show(<FileDialog fault={fault} onClose={close} />);
    });
  const openExport = () =>
    when(app, import('./export/dialog.jsx'), ({ ExportDialog }) => {
      const { show, close } = newDialog();
      show(<ExportDialog run={null} onClose={close} />);
    });
  const open = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.onchange = () => take(app, named(input.files));
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
      <button type="button" class="link" onClick={openExport}>
        {text('export')}
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
      const { dataTransfer } = event;
      if (!dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (event.type !== 'drop') return;
      // They are gone after this turn.
      const [files, entries] = [named(dataTransfer.files), [...dataTransfer.items].map(entryOf)];
      if (!entries.some((entry) => entry?.isDirectory)) return take(app, files);
      when(app, import('./files/folders.js'), ({ filesIn }) =>
        filesIn(entries).then(
          (found) => take(app, found),
          (error) => tellFault(app, error, entries.find((entry) => entry?.isDirectory)?.name ?? ''),
        ),
      );
    };
    const abort = new AbortController();
    const { signal } = abort;
    document.addEventListener('dragover', drag, { signal });
    document.addEventListener('drop', drag, { signal });
    document.addEventListener('paste', ({ clipboardData }) => take(app, named(clipboardData?.files)), { signal });
    return () => abort.abort();
  }, []);
  return <Dialogs />;
}

/** @param {DataTransferItem} item */
function entryOf(item) {
  return item.webkitGetAsEntry?.() ?? null;
}
