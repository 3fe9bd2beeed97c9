/** @file The tab "Map": pictures in the plane, near to what the network takes for alike. */

import { translator } from '../../app/language.js';

const text = translator({ en: { title: 'Map' }, zh: { title: '投影图' } });

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'map',
  order: 80,
  slot: 'insight',
  title: () => text('title'),
  load: () => import('./view.jsx'),
};
