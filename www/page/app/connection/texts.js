/** @file Texts about the connection and newer versions of the page. */

export const texts = {
  en: {
    offline: 'There is no connection. Everything on this page goes on working.',
    offlinePartly:
      'There is no connection. What has been loaded goes on working; the rest can be loaded once the connection is back.',
    newer: 'A new version of this page is ready. Training is saved and goes on with it.',
    use: 'Use it now',
    close: 'Close message',
    saving: 'Saving …',
    notSaved: 'This browser could not keep the network, so the page was not loaded anew. “Save” keeps it as a file.',
  },
  zh: {
    offline: '没有网络连接。本页面的一切照常可用。',
    offlinePartly: '没有网络连接。已加载的部分照常可用，其余部分在连接恢复后可以加载。',
    newer: '本页面的新版本已就绪。训练会先保存，再用新版本继续。',
    use: '立即使用',
    close: '关闭消息',
    saving: '正在保存…',
    notSaved: '此浏览器未能保存网络，因此页面没有重新加载。可用“保存”将其存为文件。',
  },
};
