/** @file A run's report as one HTML file that needs nothing else: figures, curves, confusion matrix, mistakes and spec. */

import { percent, quantity, whole } from '../../../app/format.js';
import { languageTag } from '../../../app/language.js';
import { escaped } from './escaped.js';
import style from './report.css' with { type: 'text' };
import { plotSvg } from './report-plot.js';
import { text } from './words.js';

/**
 * @typedef {import('../../../../storage/records.js').RunRecord} RunRecord
 * @typedef {import('../../../../shared/answers.js').KeptState} KeptState
 * @typedef {{ truth: string, answer: string, confidence: number, picture: string }} Mistake `picture`: an address with its data
 *
 * @typedef {object} Content
 * @property {string} title
 * @property {string} data name of the data set
 * @property {RunRecord} run
 * @property {readonly import('../../../history.js').Row[]} rows
 * @property {KeptState | null} kept the newest state over validation samples; null where its weights are lost
 * @property {readonly string[]} classes names
 * @property {readonly Mistake[]} mistakes
 */

/**
 * @param {Content} content
 * @returns {string}
 */
export function reportHtml(content) {
  const { title, rows, kept, classes, mistakes, run } = content;
  const words = (/** @type {'loss' | 'accuracy'} */ measure) => ({ step: text('step'), name: text(measure) });
  const parts = [
    section(text('figures'), factsHtml(content)),
    section(
      text('curves'),
      `<p><span class="key">${text('training')}</span> <span class="key dashed">${text('validation')}</span></p>` +
        ['accuracy', 'loss'].map((measure) => figure(/** @type {'loss'} */ (measure), rows, words)).join(''),
    ),
    kept?.confusion ? section(text('confusion'), confusionHtml(kept.confusion, classes)) : '',
    mistakes.length > 0 ? section(text('mistakes'), mistakesHtml(mistakes)) : '',
    section(text('spec'), `<pre>${escaped(JSON.stringify(run.experiment.spec, null, 2))}</pre>`),
    run.notes ? section(text('notes'), `<p class="notes">${escaped(run.notes)}</p>`) : '',
  ];
  return `<!doctype html>
<html lang="${languageTag()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · inkgrad</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${parts.join('\n')}
</body>
</html>
`;
}

/**
 * @param {string} title
 * @param {string} html
 */
function section(title, html) {
  return html === '' ? '' : `<section><h2>${escaped(title)}</h2>${html}</section>`;
}

/**
 * @param {'loss' | 'accuracy'} measure
 * @param {Content['rows']} rows
 * @param {(measure: 'loss' | 'accuracy') => { step: string, name: string }} words
 */
function figure(measure, rows, words) {
  const svg = plotSvg(rows, measure, words(measure));
  return svg && `<figure><figcaption>${text(measure)}</figcaption>${svg}</figure>`;
}

/** @param {Content} content */
function factsHtml({ run, kept, data }) {
  const { position, progress, validation } = run;
  const facts = /** @type {[string, string | null][]} */ ([
    [text('data'), data],
    [text('steps'), whole(position.step)],
    [text('epochs'), position.epoch.toFixed(2)],
    [text('trainingLoss'), progress && quantity(progress.loss)],
    [text('validationLoss'), validation && quantity(validation.loss)],
    [text('validationAccuracy'), validation && validation.accuracy !== null ? percent(validation.accuracy) : null],
    [text('samples'), kept && whole(kept.count)],
    [text('seed'), String(run.seed)],
    [text('dataHash'), run.dataHash],
    [text('build'), run.build],
  ]);
  const rows = facts.flatMap(([name, value]) =>
    value === null ? [] : [`<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`],
  );
  return `<dl>${rows.join('')}</dl>`;
}

/**
 * @param {Uint32Array} confusion rows the truth
 * @param {readonly string[]} classes
 */
function confusionHtml(confusion, classes) {
  const size = Math.sqrt(confusion.length);
  const name = (/** @type {number} */ at) => escaped(classes[at] ?? String(at));
  const all = Array.from({ length: size }, (_, at) => at);
  const head = `<tr><td>${text('truthAnswer')}</td>${all.map((at) => `<th scope="col">${name(at)}</th>`).join('')}</tr>`;
  const body = all.map((truth) => {
    const cells = all.map((answer) => {
      const count = confusion[truth * size + answer] ?? 0;
      const kind = truth === answer ? 'right' : count > 0 ? 'wrong' : '';
      return `<td class="${kind}">${whole(count)}</td>`;
    });
    return `<tr><th scope="row">${name(truth)}</th>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table>${head}${body.join('')}</table></div>`;
}

/** @param {readonly Mistake[]} mistakes */
function mistakesHtml(mistakes) {
  const items = mistakes.map(({ truth, answer, confidence, picture }) => {
    const said = text('mistake', { truth, answer, confidence: percent(confidence) });
    return `<li><img src="${picture}" alt="${escaped(said)}"><span>${escaped(said)}</span></li>`;
  });
  return `<ul class="mistakes">${items.join('')}</ul>`;
}
