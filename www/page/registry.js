/** @file Every feature of the page, in the order in which they are shown. A new one is a folder and one line here. */

import build from './features/build/feature.js';
import charts from './features/charts/feature.js';
import controls from './features/controls/feature.js';
import draw from './features/draw/feature.js';
import network from './features/network/feature.js';
import settings from './features/settings/feature.js';
import weights from './features/weights/feature.js';

/** @type {import('./app/feature.jsx').Feature[]} */
export const features = [draw, network, weights, controls, charts, settings, build];
