/** @file The tab "One step": a microscope over one step of training, on a copy of the run. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'One step' }, zh: { title: '单步' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'one-step',
  order: 70,
  slot: 'insight',
  early: true,
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
