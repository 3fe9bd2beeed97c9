/** @file The charts of the current run: loss and accuracy by step. */

import './style.css';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';
import View from './view.jsx';

const text = translator(texts);

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'charts',
  order: 40,
  slot: 'train',
  title: () => text('title'),
  view: View,
};
