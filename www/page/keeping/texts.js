/** @file What is said about what is kept. */

export const texts = {
  en: {
    dataSet: 'The data set “{title}” could not be kept for the next visit. It can be used until the page is closed.',
    full: 'The browser has no room left. Kept steps of earlier runs were removed first; training goes on, and what is new will not be there after a reload. Deleting runs makes room.',
    off: 'This browser keeps nothing here, as in a private window: the run will not be there after a reload. Save it as a file.',
    blocked:
      'Another tab holds what is kept with another version of the page. Nothing is kept here until it is closed and this page is loaded anew.',
    newer:
      'A newer version of the page has taken over what is kept. Nothing more is kept here: load the page anew to go on with it.',
    lost: 'The browser has closed its database. The run goes on, and will not be there after a reload. Save it as a file.',
    records: {
      one: '{count} run was kept by a newer version of the page. It stays as it is, and is not shown here.',
      other: '{count} runs were kept by a newer version of the page. They stay as they are, and are not shown here.',
    },
    evicted:
      'Runs were kept here, and the browser has removed them to make room. After an epoch of training the page asks the browser to keep them from now on.',
    build:
      'This run was trained by another build ({before}). It goes on from the same weights; from here on the last digits may differ from what that build would have given.',
    samples: 'The browser could not keep your drawings: they will not be there after a reload.',
    taken: 'Another tab has taken over the run. A new run begins here.',
    apart: 'Another page has gone on with this run meanwhile. This page goes on with a run of its own.',
    notTaken: 'That run could not be taken over: its weights cannot be read. The run of this tab goes on.',
  },
  zh: {
    dataSet: '数据集“{title}”未能保存到下次访问，关闭页面前仍可使用。',
    full: '浏览器已没有空间。已先移除较早训练中保存的步；训练继续，但新的内容在重新加载后将不再保留。删除一些训练可以腾出空间。',
    off: '此浏览器不在这里保留任何内容（例如无痕窗口）：重新加载后，此次训练将不再存在。请将其保存为文件。',
    blocked: '另一个标签页以页面的另一版本占用着已保留的内容。在关闭它并重新加载此页之前，这里不会保留任何内容。',
    newer: '较新版本的页面已接管保留的内容。这里不再保留任何内容：请重新加载页面后继续。',
    lost: '浏览器关闭了数据库。训练继续，但重新加载后将不再存在。请将其保存为文件。',
    records: '有 {count} 个训练由较新版本的页面保留。它们保持不变，不在这里显示。',
    evicted: '这里曾保留过训练，浏览器为腾出空间已将其移除。训练满一轮后，页面会请求浏览器今后予以保留。',
    build: '此训练出自另一构建（{before}）。它从相同的权重继续；此后末位数字可能与该构建的结果不同。',
    samples: '浏览器无法保留你写的样本：重新加载后将不再存在。',
    taken: '另一个标签页已接管此训练。这里开始新的训练。',
    apart: '另一个页面在此期间继续了此训练。本页以单独的训练继续。',
    notTaken: '无法接管该训练：读取不到它的权重。此标签页的训练继续。',
  },
};
