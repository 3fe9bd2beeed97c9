/** @file The files of a format: each with its size, all of them as one archive, and what comes next. */

import { download } from '../download.js';
import { Command } from './command.jsx';
import { ONWARD_PAGE } from './formats.js';
import { Proof } from './proof.jsx';
import { zipName } from './subject.js';
import { sizeText, text } from './words.js';

/**
 * @typedef {import('../../../shared/answers.js').ModelExport} ModelExport
 * @typedef {import('./formats.js').FormatRow} FormatRow
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 *
 * @param {{ format: FormatRow, made: ModelExport, experiment: Experiment, step: number }} props
 */
export function Made({ format, made, experiment, step }) {
  const name = zipName(experiment, step, format.id);
  return (
    <>
      <div class="export-download">
        <button type="button" class="button main" onClick={() => download(made.zip, name)}>
          {text('download')}
        </button>
        <span class="caption">{text('downloadNote', { name, size: sizeText(made.zip.size) })}</span>
      </div>
      <ul class="export-files" aria-label={text('files')}>
        {made.files.map(({ name: file, content }) => (
          <li key={file}>
            <button
              type="button"
              class="link"
              aria-label={text('alone', { name: file, size: sizeText(content.size) })}
              onClick={() => download(content, file)}
            >
              {file}
            </button>
            <span>{sizeText(content.size)}</span>
          </li>
        ))}
      </ul>
      {format.group === 'onward' ? (
        <Onward format={format} />
      ) : (
        <Proof format={format} made={made} experiment={experiment} />
      )}
    </>
  );
}

/** @param {{ format: FormatRow }} props */
function Onward({ format: { id, commands, back = '' } }) {
  return (
    <div class="export-section">
      <h3>{text('commands')}</h3>
      {commands.map((command) => (
        <Command key={command} command={command} />
      ))}
      <p>{text(id === 'torchrun' ? 'data.torchrun' : 'data.flower')}</p>
      <p>{text('back', { file: back })}</p>
      <a href={ONWARD_PAGE} target="_blank" rel="noreferrer">
        {text('more')}
      </a>
    </div>
  );
}
