/** @file A file taken for a table: what is predicted, what each column is, and what it holds, before it is used. */

import { useEffect, useState } from 'preact/hooks';
import { useTask } from '../../app/long-query.js';
import { messageOf } from '../../app/messages.js';
import { ProgressOf } from '../../app/work.jsx';
import { faultOfChoice, filledCells, inputsOfChoice, titleOf } from './choice.js';
import { Field } from './field.jsx';
import { ImportedColumns } from './imported-columns.jsx';
import { text } from './words.js';

/**
 * @typedef {import('../../../shared/imported-table.js').TableLook} TableLook
 * @typedef {import('../../../shared/imported-table.js').TableChoice} TableChoice
 * @typedef {import('../../app/interpretations.js').InterpretationProps} Props
 * @typedef {import('../../state.js').OwnData & { dropped: number }} Made
 */

/** @param {Props} props */
export default function ImportTable({ source, onUse, children }) {
  const files = source.items.filter(({ kind }) => kind === 'table' || kind === 'text');
  const [name, setName] = useState(files[0]?.name ?? '');
  const [header, setHeader] = useState(/** @type {boolean | undefined} */ (undefined));
  const looking = useTask(source.ask, 'import-table');
  const [look, setLook] = useState(/** @type {TableLook | null} */ (null));
  useEffect(() => {
    setLook(null);
    looking.run({ id: source.id, name, ...(header !== undefined && { header }) }).then((found) => {
      if (found) setLook(/** @type {TableLook} */ (found));
    });
  }, [source.id, name, header]);
  return (
    <div class="table-import">
      {files.length > 1 && (
        <Field label={text('file')}>
          {(id) => (
            <select id={id} class="input" value={name} onChange={(event) => setName(event.currentTarget.value)}>
              {files.map((file) => (
                <option key={file.name}>{file.name}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      {looking.progress && !look && <ProgressOf progress={looking.progress} label={text('looking')} />}
      {looking.error !== null && !looking.progress && <p role="alert">{messageOf(looking.error)}</p>}
      {(look || looking.error !== null) && (
        <label class="columns-check">
          <input
            type="checkbox"
            checked={header ?? look?.header ?? true}
            onChange={(event) => setHeader(event.currentTarget.checked)}
          />
          {text('header')}
        </label>
      )}
      {look && (
        <Choice key={`${name} ${look.header}`} look={look} source={source} params={{ name, header }} onUse={onUse} />
      )}
      <div>{children}</div>
    </div>
  );
}

/**
 * @param {Pick<Props, 'source' | 'onUse'> & { look: TableLook, params: { name: string, header: boolean | undefined } }} props
 */
function Choice({ look, source, params: { name, header }, onUse }) {
  const making = useTask(source.ask, 'import-table-use');
  const [choice, setChoice] = useState(
    /** @returns {TableChoice} */ () => ({
      kinds: look.columns.map(({ kind }) => kind),
      target: look.target,
      task: look.task,
      title: titleOf(name),
    }),
  );
  const change = (/** @type {Partial<TableChoice>} */ part) => setChoice((before) => ({ ...before, ...part }));
  const fault = faultOfChoice(look, choice);
  const use = async () => {
    const made = await making.run({ id: source.id, name, ...(header !== undefined && { header }), choice });
    if (!made) return;
    const { dataSet, content, samples } = /** @type {Made} */ (made);
    onUse({ dataSet, content, samples });
  };
  return (
    <>
      <p>
        {text('preview', { count: look.rows, columns: look.columns.length })}.{' '}
        {look.decimalComma && text('decimalComma')}
      </p>
      <div class="columns-fields">
        <Field label={text('predict')}>
          {(id) => (
            <select
              id={id}
              class="input"
              value={choice.target}
              onChange={(event) => change({ target: Number(event.currentTarget.value) })}
            >
              {look.columns.map((column, at) => (
                <option key={column.name} value={at}>
                  {column.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={text('as')}>
          {(id) => (
            <select
              id={id}
              class="input"
              value={choice.task}
              onChange={(event) => change({ task: event.currentTarget.value === 'class' ? 'class' : 'number' })}
            >
              {
                /** @type {const} */ (['class', 'number']).map((task) => (
                  <option key={task} value={task}>
                    {text(`task.${task}`)}
                  </option>
                ))
              }
            </select>
          )}
        </Field>
        <Field label={text('name')}>
          {(id) => (
            <input
              id={id}
              class="input"
              type="text"
              maxLength={80}
              value={choice.title}
              onInput={(event) => change({ title: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <ImportedColumns look={look} choice={choice} onKinds={(kinds) => change({ kinds })} />
      {fault ? <p role="alert">{text(fault)}</p> : <Summary look={look} choice={choice} />}
      <div class="columns-fields">
        <button
          type="button"
          class="button main"
          aria-disabled={fault ? 'true' : undefined}
          onClick={() => !fault && !making.progress && use()}
        >
          {text('use')}
        </button>
        {making.progress && <ProgressOf progress={making.progress} label={text('making')} />}
      </div>
      {making.error !== null && !making.progress && <p role="alert">{messageOf(making.error)}</p>}
    </>
  );
}

/** @param {{ look: TableLook, choice: TableChoice }} props */
function Summary({ look, choice }) {
  const target = look.columns[choice.target];
  const isClass = choice.task === 'class';
  const dropped = (isClass ? target?.missing : look.rows - (target?.numbers ?? 0)) ?? 0;
  const filled = filledCells(look, choice);
  const outputs = isClass ? text('classes', { count: target?.distinct ?? 0 }) : text('oneNumber');
  return (
    <p class="caption">
      {text('summary', { inputs: text('inputs', { count: inputsOfChoice(look, choice) }), outputs })}{' '}
      {dropped > 0 && text('dropped', { count: dropped })} {filled > 0 && text('filled', { count: filled })}
    </p>
  );
}
