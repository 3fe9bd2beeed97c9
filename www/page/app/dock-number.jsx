/** @file The dock's answer where a number is predicted. */

import { targetValue } from '../../shared/table.js';
import { useApp } from './context.js';
import { withUnit } from './with-unit.js';

export default function NumberAnswer() {
  const { state } = useApp();
  const { table } = state.configuration.value;
  const output = state.answer.value?.probabilities[0] ?? Number.NaN;
  return table && Number.isFinite(output) ? withUnit(targetValue(table, output), table.target) : '–';
}
