/**
 * @file What every part that is loaded later shares with the page. All of it is named here so that the build puts it into
 * one script: otherwise each set of parts that share a module gets a script of its own.
 */

import '@preact/signals';
import 'preact';
import 'preact/hooks';
import 'preact/jsx-runtime';
import '../dom.js';
import '../../shared/data-sets.js';
import '../names/index.js';
import '../names/network.js';
import '../theme.js';
import './context.js';
import './fold.jsx';
import './format.js';
import './icon.jsx';
import './island.jsx';
import './language.js';
import './picture.js';
import './queries.js';
import './tabs.jsx';
import './verdict.js';
import './visible.js';
