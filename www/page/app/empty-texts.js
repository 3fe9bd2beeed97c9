/** @file Texts of a tab that waits for something on the pad. */

export const texts = {
  en: { sample: 'Sample digit' },
  zh: { sample: '样本数字' },
};
