/** @file The place Data. */

import { adoptStyle } from '../../app/adopt-style.js';
import { DataSets } from './data-sets.jsx';
import { ImportSection } from './import-section.jsx';
import style from './style.css' with { type: 'text' };

adoptStyle(style);

/** @param {{ children?: import('preact').ComponentChildren }} props `children`: sections that other features bring */
export default function Data({ children }) {
  return (
    <div class="data">
      <DataSets />
      <ImportSection />
      {children}
    </div>
  );
}
