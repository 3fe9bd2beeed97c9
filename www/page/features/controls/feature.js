/** @file The feature "Training": Play, step and reset, the figures, and how far it is. */

import { translator } from '../../app/language.js';
import './style.css';
import { texts } from './texts.js';
import View from './view.jsx';

const text = translator(texts);

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'controls', order: 30, slot: 'train', title: () => text('title'), view: View };
