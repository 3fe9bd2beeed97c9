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
 * @param {{ format: FormatRow, made: ModelExport, experiment: Experiment, step: number,
 *   withData: boolean }} props
 */
export function Made({ format, made, experiment, step, withData }) {
  const name = zipName(experiment, step, format.id);
  return (
    <>
      <div class="export-download">
        <button type="button" class="button main" onClick={() => download(made.zip, name)}>
          {text('download')}
        </button>
        <span class="caption">{text('downloadNote', { name, size: sizeText(made.zip.size) })}</span>
      </div>
      {format.group === 'onward' ? (
        <>
          <Onward format={format} withData={withData} />
          <details class="export-section">
            <summary>{text('files')}</summary>
            <Files files={made.files} />
          </details>
        </>
      ) : (
        <>
          <Files files={made.files} />
          <Proof format={format} made={made} experiment={experiment} />
        </>
      )}
    </>
  );
}

/** @param {{ files: ModelExport['files'] }} props */
function Files({ files }) {
  return (
    <ul class="export-files" aria-label={text('files')}>
      {files.map(({ name, content }) => (
        <li key={name}>
          <button
            type="button"
            class="link"
            aria-label={text('alone', { name, size: sizeText(content.size) })}
            onClick={() => download(content, name.replace(/^.*\//, ''))}
          >
            {name}
          </button>
          <span>{sizeText(content.size)}</span>
        </li>
      ))}
    </ul>
  );
}

/** @param {{ format: FormatRow, withData: boolean }} props */
function Onward({ format: { id, commands, back = '' }, withData }) {
  return (
    <div class="export-section">
      <h3>{text('commands')}</h3>
      {commands.map((command) => (
        <Command key={command} command={command} />
      ))}
      <p>{text(id === 'flower' ? 'data.flower' : withData ? 'data.beside' : 'data.torchrun')}</p>
      <p>{text('back', { file: back })}</p>
      <a href={ONWARD_PAGE} target="_blank" rel="noreferrer">
        {text('more')}
      </a>
    </div>
  );
}
