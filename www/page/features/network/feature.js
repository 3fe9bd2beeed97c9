/** @file The feature "Network": what is trained and on what, and the network as data flows through it. */

import { translator } from '../../app/language.js';
import './style.css';
import { texts } from './texts.js';
import View from './view.jsx';

const text = translator(texts);

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'network', order: 20, slot: 'train', title: () => text('title'), view: View };
