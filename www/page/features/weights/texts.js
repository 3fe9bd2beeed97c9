/** @file Texts of the tab "Weights". */

export const texts = {
  en: {
    dense:
      'Each tile is one unit of the first layer: blue pixels are positive weights, orange ones negative. {shown} of {count} shown.',
    conv2d:
      'Each tile is one filter of the first layer: it looks for its pattern everywhere. {shown} of {count} shown. What later layers give stands in the diagram.',
    patches: 'Each tile is what one unit looks for in a patch. {shown} of {count} shown.',
    none: 'The first weights are those of a layer of kind {kind}: they form no pictures. The diagram shows what each layer gives for a drawing.',
    tiles: 'Weights of the first layer as pictures',
  },
  zh: {
    dense: '每个小图是第一层的一个单元：蓝色像素为正权重，橙色为负权重。显示 {count} 个中的 {shown} 个。',
    conv2d:
      '每个小图是第一层的一个卷积核：它到处寻找自己的图案。显示 {count} 个中的 {shown} 个。后面各层的输出见网络图。',
    patches: '每个小图是一个单元在图块中寻找的图案。显示 {count} 个中的 {shown} 个。',
    none: '最前面的权重属于“{kind}”层，构不成图片。网络图显示各层对所画图形的输出。',
    tiles: '第一层权重的图片',
  },
};
