/** @file The place Data. */

import { adoptStyle } from '../../app/adopt-style.js';
import './pictures.js';
import { DataSets } from './data-sets.jsx';
import { ImportSection } from './import-section.jsx';
import { InUse } from './in-use.jsx';
import style from './style.css' with { type: 'text' };
import used from './used.css' with { type: 'text' };

adoptStyle([style, used].join('\n'));

/** @param {{ children?: import('preact').ComponentChildren }} props `children`: sections that other features bring */
export default function Data({ children }) {
  return (
    <div class="data">
      <DataSets />
      <ImportSection />
      <InUse />
      {children}
    </div>
  );
}
