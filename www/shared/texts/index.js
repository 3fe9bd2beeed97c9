/** @file All texts of the page by language; the tests hold every language to the same keys. */

import { en } from './en.js';
import { zh } from './zh.js';

export const texts = { en, zh };
