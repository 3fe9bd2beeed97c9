/** @file The fold "Break it" of the network panel: noise, zeroed layers and dropped units in a copy of the network. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Break it' }, zh: { title: '弄坏它' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'break-it',
  order: 10,
  slot: 'network',
  title: () => text('title'),
  marked: ({ damage }) => damage.value !== null,
  load: () => import('./view.jsx'),
};
