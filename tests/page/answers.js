/** @file Records what the page's workers answer, so that a test can compare it with what the page shows. */

/** @param {import('playwright-core').Page} page before it is opened */
export function recordAnswers(page) {
  return page.addInitScript(() => {
    /** @type {any[]} */
    const answers = [];
    Object.assign(window, { answers });
    const Own = window.Worker;
    window.Worker = class extends Own {
      /** @param {ConstructorParameters<typeof Own>} given */
      constructor(...given) {
        super(...given);
        this.addEventListener('message', ({ data }) => {
          if (data?.type === 'done' && data.value) answers.push(data.value);
          if (answers.length > 500) answers.shift();
        });
      }
    };
  });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} field by which an answer is known
 * @returns {Promise<any>} the newest one, typed arrays as lists
 */
export async function lastAnswer(page, field) {
  const json = await page.evaluate((name) => {
    const answer = Object(window).answers.findLast((/** @type {any} */ one) => name in Object(one));
    return JSON.stringify(answer ?? null, (_, value) => (ArrayBuffer.isView(value) ? [...Object(value)] : value));
  }, field);
  return JSON.parse(json);
}
