/** @file The tab "Weights": the first layer's weights as pictures. */

import { translator } from '../../app/language.js';
import './style.css';
import { texts } from './texts.js';
import View from './view.jsx';

const text = translator(texts);

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'weights', order: 10, slot: 'insight', title: () => text('title'), view: View };
