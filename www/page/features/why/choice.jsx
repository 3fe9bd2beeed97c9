/** @file A choice with its name above it: of a class, or of a method. */

import { useClassNames } from '../../app/class-names.js';

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {{ value: string, title: string, disabled?: boolean }[]} props.options
 * @param {(value: string) => void} props.onChoose
 */
export function Choice({ label, value, options, onChoose }) {
  return (
    <label class="why-choice">
      <span class="caption">{label}</span>
      <select class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.title}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.standard the choice that names no class
 * @param {number} props.classes
 * @param {number | null} props.value
 * @param {(value: number | null) => void} props.onChoose
 */
export function ClassChoice({ label, standard, classes, value, onChoose }) {
  const nameOf = useClassNames();
  const options = Array.from({ length: classes }, (_, at) => ({ value: String(at), title: nameOf(at) }));
  return (
    <Choice
      label={label}
      value={value === null || value >= classes ? '' : String(value)}
      options={[{ value: '', title: standard }, ...options]}
      onChoose={(chosen) => onChoose(chosen === '' ? null : Number(chosen))}
    />
  );
}
