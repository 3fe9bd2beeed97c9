/** @file Texts of this feature in the page's language. */

import { translator } from '../../app/language.js';
import { texts } from './texts.js';

export const text = translator(texts);
