/** @file The button that closes a notice. */

import { Icon } from './icon.jsx';

const CLOSE = 'M4 4 12 12M12 4 4 12';

/** @param {{ label: string, onClick: () => void }} props */
export function CloseButton({ label, onClick }) {
  return (
    <button type="button" class="icon-button stroked" aria-label={label} onClick={onClick}>
      <Icon path={CLOSE} />
    </button>
  );
}
