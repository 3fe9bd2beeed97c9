/** @file Texts of the page's frame. */

export const texts = {
  en: {
    title: 'inkgrad: a neural network learns in this tab',
    loading: 'Loading …',
    tryAgain: 'Try again',
    showAgain: 'Show again',
    featureFailed: '“{title}” has failed. Everything else goes on.',
    featureDidNotCome: '“{title}” could not be loaded. Check the connection.',
  },
  zh: {
    title: 'inkgrad：神经网络就在这个标签页里学习',
    loading: '正在加载……',
    tryAgain: '重试',
    showAgain: '重新显示',
    featureFailed: '“{title}”出错了，其余部分照常运行。',
    featureDidNotCome: '无法加载“{title}”，请检查网络连接。',
  },
};
