/** @file The place Build: the network as list and inspector, and its spec as JSON. */

import './style.css';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';

const text = translator(texts);

/** @type {import('../../app/feature.jsx').Feature} */
export default { id: 'build', place: 'build', title: () => text('title'), load: () => import('./view.jsx') };
