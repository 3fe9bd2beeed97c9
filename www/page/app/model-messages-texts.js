/** @file Messages for faults of exports and imports, by id. */

/** @type {Record<string, { en: string, zh: string }>} */
export const modelMessages = {
  'format.no_such_layer_in_format': {
    en: 'TensorFlow.js has no layer that computes {kind} so. Take ONNX, Keras or PyTorch.',
    zh: 'TensorFlow.js 没有以这种方式计算 {kind} 的层。请选择 ONNX、Keras 或 PyTorch。',
  },
  'format.unknown_layer': {
    en: 'This version does not export layers of the kind {kind}.',
    zh: '本版本不能导出类型为 {kind} 的层。',
  },
  'format.unknown_function': {
    en: 'The activation function {found} is not known.',
    zh: '不认识激活函数 {found}。',
  },
  'format.constraints_stay': {
    en: 'The session has constraints of a Rust program ({found}); no other program can go on with them.',
    zh: '该会话带有 Rust 程序的约束（{found}），其他程序无法接着训练。',
  },
  'format.unknown_format': { en: 'There is no format {found}.', zh: '没有格式 {found}。' },
  'format.wrong_field': {
    en: 'A field of the network is {found}; {expected} is needed.',
    zh: '网络的一个字段为 {found}，而需要 {expected}。',
  },
  'format.no_model': {
    en: 'None of these files is a model: a safetensors, ONNX or Keras file is needed.',
    zh: '这些文件都不是模型：需要 safetensors、ONNX 或 Keras 文件。',
  },
  'format.no_spec_beside': {
    en: 'The file holds arrays, and does not say what network they are for. Open it together with a JSON file: the network’s spec, as the export “JSON” writes it.',
    zh: '文件中只有数组，没有说明属于哪个网络。请与 JSON 文件（网络的规格，即导出“JSON”所写的文件）一起打开。',
  },
  'format.no_array_fits': {
    en: 'No array of the file fits; one of shape {shape} is needed.',
    zh: '文件中没有合适的数组，需要形状为 {shape} 的数组。',
  },
  'format.unknown_node': {
    en: 'The layers of this page cannot represent the node of the operator {operator}: {why}.',
    zh: '本页面的层无法表示该节点（算子 {operator}）：{why}。',
  },
  'format.several_inputs': {
    en: 'A model with one input is needed; this one has {found}.',
    zh: '需要只有一个输入的模型，而它有 {found} 个。',
  },
  'format.free_input_sizes': {
    en: 'The sizes of its input must be fixed, up to three besides the number of samples; they are {found}.',
    zh: '除样本数外，输入的各维必须固定且最多三维；它的输入为 {found}。',
  },
  'format.damaged_onnx': { en: 'It is no ONNX model, or it is damaged.', zh: '它不是 ONNX 模型，或已损坏。' },
  'format.external_data': {
    en: 'An array of it lies in another file. Export it as one file (external_data=False).',
    zh: '有数组存放在另一个文件中。请导出为单个文件（external_data=False）。',
  },
  'format.not_our_keras': {
    en: 'It is a Keras model that inkgrad did not write, or that has lost its spec. Open it together with its spec.json if it was inkgrad’s; else let Keras write ONNX: model.export("model.onnx", format="onnx").',
    zh: '它是不由 inkgrad 写成、或已失去规格的 Keras 模型。若原为 inkgrad 所写，请与 spec.json 一起打开；否则请用 Keras 导出 ONNX：model.export("model.onnx", format="onnx")。',
  },
  'format.damaged_hdf5': { en: 'The weights in the file are damaged.', zh: '文件中的权重已损坏。' },
  'format.other_hdf5': {
    en: 'The weights are written in a way that is not read here: {what}.',
    zh: '权重的写法无法在这里读取：{what}。',
  },
  'format.damaged_zip': { en: 'The file is cut off or damaged.', zh: '文件被截断或已损坏。' },
  'memory.archive_too_large': {
    en: 'Unpacked it takes more than 1024 MB.',
    zh: '解压后超过 1024 MB。',
  },
  'state.no_formats': {
    en: 'The part of the page for this format could not be loaded. It is fetched when it is first used, and kept from then on: check the connection.',
    zh: '此格式所需的部分无法加载。它在首次使用时获取，之后一直保留：请检查网络连接。',
  },
  'memory.formats': {
    en: 'The network may take more memory than there is.',
    zh: '内存可能放不下这个网络。',
  },
};
