/** @file Texts of the feature "Network". */

export const texts = {
  en: {
    title: 'Network',
    preset: 'Network to begin with',
    data: 'Data',
    build: 'Build',
    buildIt: 'Change it in Build',
    parameters: '{shape}, {count} parameters',
    layers: { one: '{count} layer', other: '{count} layers' },
    input: 'input {height} × {width}',
    output: 'output',
    openLayer: 'Layer {number}: {layer}. Open it in Build',
    openUnit: 'Press a unit to follow one step through it',
    count: '{count} parameters',
    answered: 'answered in {time} ms',
    time: '{time} ms',
    diagram: 'The network from the drawn picture through its layers to the answer',
    before: { one: '{count} layer before', other: '{count} layers before' },
    after: { one: '{count} layer after', other: '{count} layers after' },
    'about.mlp': 'Each of 128 units looks at the whole picture at once: about 97.8 % after a few seconds.',
    'about.convolutional':
      'Small filters slide over the picture, so that a stroke counts wherever it is: past 98 % after one epoch.',
    'about.lenet': 'The network of 1998 that read cheques, with today’s ReLU and max pooling.',
    'about.recurrent':
      'Reads the picture row by row and keeps a state of what it has read. Gradients over many steps can grow without bound, so their norm is clipped.',
    'about.transformer':
      'Sixteen patches attend to each other, twice. It has to learn by itself where they lie, which takes more epochs.',
    'about.best':
      'Augmentation, batch normalization, dropout and a cosine schedule: 99.6 % of the test set after 15 epochs.',
    'about.article':
      'The article’s network, with ten outputs. Ten digits must pass through three numbers, and three sigmoids let hardly any gradient back.',
    'about.sensible':
      'The article’s data, rate and epochs with 64 and 32 units and ReLU: the digits find room, and the gradient comes through.',
  },
  zh: {
    title: '网络',
    preset: '起始网络',
    data: '数据',
    build: '构建',
    buildIt: '在“构建”中修改',
    parameters: '{shape}，{count} 个参数',
    layers: '{count} 层',
    input: '输入 {height} × {width}',
    output: '输出',
    openLayer: '第 {number} 层：{layer}。在“构建”中打开',
    openUnit: '点按一个单元，查看一步如何经过它',
    count: '{count} 个参数',
    answered: '{time} 毫秒内作答',
    time: '{time} 毫秒',
    diagram: '从所画的图，经过各层，到答案的网络',
    before: '前面还有 {count} 层',
    after: '后面还有 {count} 层',
    'about.mlp': '128 个单元各自同时看整张图：几秒钟后约 97.8 %。',
    'about.convolutional': '小卷积核在图上滑动，笔画在哪里都算数：一轮后超过 98 %。',
    'about.lenet': '1998 年用来读支票的网络，换成今天的 ReLU 与最大池化。',
    'about.recurrent': '逐行读图，并把读过的内容存进状态。梯度经过多步可能无限增大，因此裁剪其范数。',
    'about.transformer': '十六个图块互相关注两次。它们的位置要网络自己学，因此需要更多轮。',
    'about.best': '用数据增强、批归一化和 Dropout 防止过拟合，余弦学习率：15 轮后测试集达 99.6 %。',
    'about.article': '文章中的网络，改为十个输出。十个数字要挤过三个数，三层 sigmoid 几乎不让梯度传回。',
    'about.sensible': '与文章相同的数据、学习率和轮数，改用 64 与 32 个 ReLU 单元：数字有了空间，梯度也传得回来。',
  },
};
