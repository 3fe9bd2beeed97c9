/** @file A button on each block of code that copies it. */

/** Milliseconds for which a button says what it did. */
const SAYS = 2000;

export function addCopyButtons() {
  // Without HTTPS there is no clipboard.
  if (!navigator.clipboard) return;
  for (const figure of document.querySelectorAll('figure.code')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      const copied = await navigator.clipboard.writeText(figure.querySelector('code')?.textContent ?? '').then(
        () => true,
        () => false,
      );
      button.textContent = copied ? 'Copied' : 'Not allowed';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, SAYS);
    });
    figure.append(button);
  }
}
