/** @file The translator of the place Data. */

import { translator } from '../../app/language.js';
import { texts } from './texts.js';

export const text = translator(texts);
