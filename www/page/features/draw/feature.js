/** @file The pad and the answer, on the place Train. They come with the page. */

import './style.css';
import { hasPictures } from '../../../shared/data-sets.js';
import { translator } from '../../app/language.js';
import { texts } from './texts.js';
import Draw from './view.jsx';

const text = translator(texts);

/** @type {import('../../app/feature.jsx').Feature} */
export default {
  id: 'draw',
  order: 10,
  slot: 'train',
  fits: hasPictures,
  title: () => text('title'),
  view: Draw,
};
