/** @file What the place Runs says. */

import { translator } from '../../app/language.js';
import { texts } from './texts.js';

export const text = translator(texts);
