/**
 * @file Colours that tell classes or runs apart, on a light and on a dark ground: found by search so that the nearest two of
 * ten stay as far apart as can be to normal, red-blind, green-blind and blue-blind eyes, at a contrast of 4.5 with the
 * ground. The class, or the name of the run, stands beside it, so colour is never the only sign.
 */

import { channels } from '../theme.js';

const light = '#0c30b4 #d83000 #3c1848 #9c48e4 #843000 #0c0084 #b4489c #547854 #600c00 #6c3c78'.split(' ');
const dark = '#4884e4 #c09078 #849000 #a89cfc #d854a8 #54c0c0 #f0f054 #54e4fc #b4d8a8 #ccc00c'.split(' ');

/** @returns {string[]} in the present theme; over ten they begin anew */
export function distinctColours() {
  const ground = channels('panel').reduce((sum, channel) => sum + channel, 0);
  return ground > (3 * 255) / 2 ? light : dark;
}
