/** @file Texts of a tab that waits for something on the pad. */

export const texts = {
  en: { sample: 'Sample digit', sampleOther: 'Sample' },
  zh: { sample: '样本数字', sampleOther: '样本' },
};
