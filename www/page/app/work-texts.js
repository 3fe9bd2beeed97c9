/** @file Texts of work that comes with features. They stand apart from the frame's, which are part of the first load. */

export const texts = {
  en: { tryAgain: 'Try again' },
  zh: { tryAgain: '重试' },
};
