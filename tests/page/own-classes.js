/** @file What the page shows of one's own classes. */

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
export const counts = (page) =>
  page
    .getByTestId('own-class')
    .evaluateAll((all) => all.map((one) => [one.getAttribute('data-label'), one.getAttribute('data-count')]));
