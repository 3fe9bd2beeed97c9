/** @file Why a drawing is said to be like nothing known, and what that does not say. */

export const texts = {
  en: {
    why: 'Why?',
    because:
      'Its strokes lie further from the training pictures of every class that it has learned than those of {share} of validation pictures.',
    limits: 'That does not say that the answer is wrong, and “known” would not say that it is right.',
  },
  zh: {
    why: '为什么？',
    because: '它的笔画与网络已学会的每个类别的训练图片的距离，比 {share} 的验证图片都远。',
    limits: '这并不表示答案错误；被视为熟悉也不表示答案正确。',
  },
};
