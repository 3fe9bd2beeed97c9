/** @file Tables and code that are wider than the page scroll by themselves; the keyboard must reach them too. */

export function makeScrollersFocusable() {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const scroller of document.querySelectorAll('.scroll, pre')) observer.observe(scroller);
}
