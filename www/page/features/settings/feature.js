/** @file The training settings, on the place Train. */

import './style.css';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';
import View from './view.jsx';

const text = translator(texts);

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'settings', order: 50, slot: 'train', title: () => text('title'), view: View };
