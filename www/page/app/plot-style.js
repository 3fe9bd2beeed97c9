/** @file The styles of uPlot, with the first chart. */

import style from '../../../node_modules/uplot/dist/uPlot.min.css' with { type: 'text' };
import { adoptStyle } from './adopt-style.js';

adoptStyle(style);
