/** @file What of one's own hand is kept in the browser. */

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @returns {Promise<number>} samples that are kept in the browser */
export function keptSamples(page) {
  return page.evaluate(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('inkgrad');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    try {
      const all = [...database.objectStoreNames].map(
        (name) =>
          new Promise((resolve, reject) => {
            const request = database.transaction(name).objectStore(name).getAllKeys();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          }),
      );
      const keys = (await Promise.all(all))
        .flat()
        .map((key) => /sample\/hand\/[^/:#@]+/.exec(JSON.stringify(key))?.[0]);
      return new Set(keys.filter(Boolean)).size;
    } finally {
      database.close();
    }
  });
}
