/**
 * @file Messages for the core's faults of a spec, by id. Places in braces are the fault's values, `found` and
 * `expected`.
 */

import { fileMessages } from './file-messages-texts.js';
import { importMessages } from './import-messages-texts.js';
import { modelMessages } from './model-messages-texts.js';

export const places = {
  en: {
    at: '{place}: {message}',
    layer: 'Layer {number}',
    field: '{layer}, {field}',
    loss: 'Loss',
    optimizer: 'Optimizer',
    schedule: 'Schedule',
    early_stopping: 'Early stopping',
    augment: 'Augmentation',
    input: 'Input',
    kind: 'kind',
    version: 'version',
  },
  zh: {
    at: '{place}：{message}',
    layer: '第 {number} 层',
    field: '{layer}，{field}',
    loss: '损失函数',
    optimizer: '优化器',
    schedule: '学习率调度',
    early_stopping: '早停',
    augment: '数据增强',
    input: '输入',
    kind: '类型',
    version: '版本',
  },
};

/** @typedef {{ en: string, zh: string }} Message */

export const messages = {
  ...fileMessages,
  ...importMessages,
  ...modelMessages,
  'spec.expected_positive_integer': {
    en: 'A whole number of at least 1 is needed, not {found}.',
    zh: '需要不小于 1 的整数，而不是 {found}。',
  },
  'spec.expected_whole_number': {
    en: 'A whole number from 0 to 4294967295 is needed, not {found}.',
    zh: '需要 0 到 4294967295 之间的整数，而不是 {found}。',
  },
  'spec.expected_integer_from': {
    en: 'A whole number of at least {from} is needed, not {found}.',
    zh: '需要不小于 {from} 的整数，而不是 {found}。',
  },
  'spec.expected_number_not_negative': {
    en: 'A number of at least 0 is needed, not {found}.',
    zh: '需要不小于 0 的数，而不是 {found}。',
  },
  'spec.expected_positive_number': {
    en: 'A number above 0 is needed, not {found}.',
    zh: '需要大于 0 的数，而不是 {found}。',
  },
  'spec.expected_number_below_one': {
    en: 'A number from 0 up to, but not including, 1 is needed, not {found}.',
    zh: '需要不小于 0 且小于 1 的数，而不是 {found}。',
  },
  'spec.expected_number_from_zero_to_one': {
    en: 'A number from 0 to 1 is needed, not {found}.',
    zh: '需要 0 到 1 之间的数，而不是 {found}。',
  },
  'spec.expected_finite_number': {
    en: 'A finite number is needed, not {found}.',
    zh: '需要有限的数，而不是 {found}。',
  },
  'spec.expected_boolean': {
    en: 'True or false is needed, not {found}.',
    zh: '需要 true 或 false，而不是 {found}。',
  },
  'spec.expected_text': { en: 'Text is needed, not {found}.', zh: '需要文字，而不是 {found}。' },
  'spec.expected_name': {
    en: '{found} is not one of {known}.',
    zh: '{found} 不在可选值之内：{known}。',
  },
  'spec.expected_shape': {
    en: 'A list of positive whole numbers is needed, not {found}.',
    zh: '需要正整数的列表，而不是 {found}。',
  },
  'spec.expected_initialisation': {
    en: 'One of {known}, or an object with the number "constant" is needed, not {found}.',
    zh: '需要 {known} 之一，或带有数字 "constant" 的对象，而不是 {found}。',
  },
  'spec.expected_object': { en: 'An object is needed, not {found}.', zh: '需要对象，而不是 {found}。' },
  'spec.unknown_field': {
    en: 'There is no field "{field}". Known are {known}.',
    zh: '没有字段 "{field}"。可用的有：{known}。',
  },
  'spec.duplicate_field': { en: 'The field is given twice.', zh: '这个字段出现了两次。' },
  'spec.unknown_kind': { en: '{found} is no kind. Known are {known}.', zh: '没有类型 {found}。可用的有：{known}。' },
  'spec.expected_json': {
    en: 'Line {line} is not valid JSON: {detail}.',
    zh: '第 {line} 行不是合法的 JSON：{detail}。',
  },
  'spec.warmup_too_long': {
    en: '{found} steps in all must be more than the {warmup_steps} of the warm-up.',
    zh: '总步数 {found} 必须大于预热的 {warmup_steps} 步。',
  },
  'spec.expected_output_a_class': {
    en: 'The last layer gives outputs of shape {shape}; one output a class is needed. Put a flatten and a dense layer at the end.',
    zh: '最后一层的输出形状为 {shape}，而每个类别需要一个输出。请在末尾加上展平层和全连接层。',
  },
  'spec.expected_logits': {
    en: 'The last layer must give logits. Leave {function} out: {loss} applies it by itself.',
    zh: '最后一层必须输出 logits。请去掉 {function}：{loss} 会自行应用它。',
  },
  'spec.batch_too_small': {
    en: 'At least {fewest} samples are needed, not {found}: {layer} takes its statistics over the batch.',
    zh: '至少需要 {fewest} 个样本，而不是 {found}：{layer} 要在整批上计算统计量。',
  },
  'spec.augment_needs_images': {
    en: 'Only images are augmented; the input is {found}.',
    zh: '只有图像可以增强；输入为 {found}。',
  },
  'spec.unknown_version': {
    en: 'Version {found} is unknown; this page reads version 1.',
    zh: '不认识版本 {found}；本页面只读版本 1。',
  },
  'spec.too_many_axes': {
    en: 'The input has {found}; there may be three at most: [channels, height, width].',
    zh: '输入有 {found}，最多三个：[通道, 高, 宽]。',
  },
  'spec.expected_layers': { en: 'A list of layers is needed, not {found}.', zh: '需要层的列表，而不是 {found}。' },
  'spec.no_layers': { en: 'At least one layer is needed.', zh: '至少需要一层。' },
  'spec.too_many_levels': {
    en: 'There may be at most {levels} layers around a layer.',
    zh: '一层之外最多嵌套 {levels} 层。',
  },
  'spec.residual_changes_shape': {
    en: 'Its layers give {output}, but must keep the shape {shape}.',
    zh: '其中各层的输出为 {output}，但必须保持形状 {shape}。',
  },
  'spec.window_does_not_fit': {
    en: 'A window of {kernel} × {kernel} every {stride} does not fit the image.',
    zh: '{kernel} × {kernel}、步幅 {stride} 的窗口放不进图像。',
  },
  'spec.window_too_large': {
    en: 'At most {largest}, as the input is {input}.',
    zh: '最大为 {largest}，因为输入为 {input}。',
  },
  'spec.patches_do_not_fit': {
    en: '{found} must divide height and width, which are {height} and {width}.',
    zh: '{found} 必须能整除高 {height} 和宽 {width}。',
  },
  'spec.wrong_reshape': {
    en: 'At most three sizes whose product is {product} are needed, as in {input}, not {found}.',
    zh: '需要最多三个数，乘积为 {product}，例如 {input}，而不是 {found}。',
  },
  'spec.wrong_input_shape': {
    en: 'It needs an input of {expected}, but gets {found}.',
    zh: '需要的输入是 {expected}，得到的是 {found}。',
  },
  'spec.heads_do_not_divide': {
    en: '{found} must divide the {features} features of the input.',
    zh: '{found} 必须能整除输入的 {features} 个特征。',
  },
  'spec.expected_changes': { en: 'An object of changes is needed.', zh: '需要一个列出更改的对象。' },
  'spec.expected_layer_changes': {
    en: 'An object from layer indices to changes is needed.',
    zh: '需要一个从层的序号到更改的对象。',
  },
  'spec.no_such_layer': {
    en: 'There is no layer {found}; the last is {last}.',
    zh: '没有第 {found} 层；最后一层是 {last}。',
  },
  'spec.fixed_setting': {
    en: 'This setting cannot change while the network trains.',
    zh: '这个设置不能在训练中更改。',
  },
  'spec.unreadable': { en: 'The spec cannot be read.', zh: '无法读取这个描述。' },
  'memory.network_too_large': {
    en: 'The network does not fit into memory. Make its layers smaller.',
    zh: '内存放不下这个网络。请把各层改小。',
  },
  'memory.image_too_large': {
    en: 'An image of {size} does not fit into memory. Make the window or the image smaller.',
    zh: '内存放不下 {size} 的图像。请把窗口或图像改小。',
  },
  'memory.no_room': {
    en: 'There is no room for another {megabytes} MB. Make batches or layers smaller.',
    zh: '没有空间再放 {megabytes} MB。请把批或各层改小。',
  },
  'page.outputs': {
    en: 'The last layer gives {found} outputs, but the data have {classes} classes.',
    zh: '最后一层有 {found} 个输出，而数据有 {classes} 个类别。',
  },
  'page.input': {
    en: 'The data have samples of {expected}, not {found}.',
    zh: '数据的样本形状为 {expected}，而不是 {found}。',
  },
  'page.too_large': {
    en: 'The network has {found} million parameters; at most {most} million can be trained here. Make its layers smaller.',
    zh: '这个网络有 {found} 百万个参数，这里最多可训练 {most} 百万个。请把各层改小。',
  },
  'page.long_step': {
    en: 'One step would take too long; with this network at most {most} samples.',
    zh: '一步耗时过长；对这个网络最多 {most} 个样本。',
  },
  'network.script': {
    en: 'A script of the page could not be loaded. Check the connection.',
    zh: '页面的一个脚本无法加载。请检查网络连接。',
  },
  'page.table_quote': {
    en: 'Line {line}: a quoted cell does not end. Add the missing quote.',
    zh: '第 {line} 行：引号没有闭合。请补上缺少的引号。',
  },
  'page.table_row': {
    en: 'Line {line} has {count} cells, and the first line has {first}: give every line as many.',
    zh: '第 {line} 行有 {count} 个单元格，而第一行有 {first} 个：各行的单元格数应相同。',
  },
  'page.table_empty': {
    en: 'The table has no rows below its first line.',
    zh: '表格在第一行之下没有任何行。',
  },
  'page.table_target': { en: 'Choose the column that is predicted.', zh: '请选择要预测的列。' },
  'page.table_columns': {
    en: 'No column is left to learn from: at least one must be numbers or categories.',
    zh: '没有可供学习的列：至少要有一列是数值或类别。',
  },
  'page.table_rows': {
    en: 'Only {rows} rows have a value to predict; at least 10 are needed.',
    zh: '只有 {rows} 行有要预测的值，至少需要 10 行。',
  },
  'page.table_wide': {
    en: 'The columns would give a network {count} inputs; {most} are the most. Ignore columns with many categories.',
    zh: '这些列会给网络 {count} 个输入，最多 {most} 个。请忽略类别很多的列。',
  },
  'page.table_one_class': {
    en: 'The column to predict has only one class: there is nothing to tell apart.',
    zh: '要预测的列只有一个类别，没有什么可区分的。',
  },
  'page.table_categories': {
    en: '“{name}” has more than {most} different values: take it as numbers, or ignore it.',
    zh: '“{name}”有超过 {most} 个不同的值：请作为数值使用，或忽略它。',
  },
  'page.data_lost': {
    en: 'The data set “{title}” cannot be read: {why}.',
    zh: '无法读取数据集“{title}”：{why}。',
  },
  'page.no_data_of_shape': {
    en: 'There are no pictures of shape {found} here. The shapes of the data sets: {known}.',
    zh: '这里没有形状为 {found} 的图像。各数据集的形状：{known}。',
  },
  'page.json': { en: 'Line {line} is not valid JSON: {detail}', zh: '第 {line} 行不是合法的 JSON：{detail}' },
};

/** What to do about an input of the wrong shape. */
export const remedies = {
  flatten_before: { en: 'Put a flatten layer before it.', zh: '请在它前面加一个展平层。' },
  reshape_to_image: {
    en: 'Put a reshape layer before it that makes an image.',
    zh: '请在它前面加一个变形层，变成图像。',
  },
  image_before: { en: 'It needs an image before it.', zh: '它前面必须是图像。' },
  rows_before: {
    en: 'Put a rows layer before it, so that it reads row by row.',
    zh: '请在它前面加一个按行层，逐行读图像。',
  },
  rows_or_patches_before: {
    en: 'Put a patches or rows layer before it, so that the image becomes a sequence.',
    zh: '请在它前面加一个图块嵌入层或按行层，把图像变成序列。',
  },
  reshape_to_sequence: {
    en: 'Put a reshape layer before it that says what a step is.',
    zh: '请在它前面加一个变形层，说明什么是一步。',
  },
  channels_first: { en: 'Channels come first.', zh: '通道在最前面。' },
  smaller_or_same: { en: 'Make it smaller, or set padding to “same”.', zh: '请改小，或把填充设为“相同尺寸”。' },
  smaller_or_without: { en: 'Make it smaller, or leave the layer out.', zh: '请改小，或去掉这一层。' },
};
