/** @file Messages for the core's faults of a saved session's file, by id, and for those that the worker finds before it. */

/** @type {Record<string, { en: string, zh: string }>} */
export const fileMessages = {
  'format.file_too_large': {
    en: 'The file has {megabytes} MB. A network that can be trained here takes {most} MB at most.',
    zh: '文件有 {megabytes} MB。能在这里训练的网络最多 {most} MB。',
  },
  'format.file_too_short': {
    en: 'The file ends too early: its network needs {least} bytes, and there are {found}.',
    zh: '文件不完整：其中的网络需要 {least} 字节，而文件只有 {found} 字节。',
  },
  'format.file_unreadable': { en: 'The browser cannot read the file: {why}', zh: '浏览器无法读取该文件：{why}' },
  'format.no_safetensors': {
    en: 'It is no safetensors file; it has only {found}.',
    zh: '不是 safetensors 文件（{found}）。',
  },
  'format.header_too_long': {
    en: 'It is no whole safetensors file: its header would have {found} bytes, and there is room for {bytes}.',
    zh: '不是完整的 safetensors 文件：文件头长 {found} 字节，而文件最多容纳 {bytes} 字节。',
  },
  'format.wrong_header': {
    en: 'The file is damaged: its header cannot be read.',
    zh: '文件已损坏：文件头无法读取。',
  },
  'format.damaged_header': {
    en: 'The file is damaged: its header cannot be read from byte {byte} on.',
    zh: '文件已损坏：文件头从第 {byte} 字节起无法读取。',
  },
  'format.not_f32': {
    en: 'The numbers are of type {found}; only F32 is read.',
    zh: '数值类型为 {found}，只能读取 F32。',
  },
  'format.wrong_offsets': {
    en: 'An array does not lie in the file: the file is cut off or damaged.',
    zh: '有数组不在文件范围内：文件被截断或已损坏。',
  },
  'format.gap_between_arrays': {
    en: 'There is a gap between the arrays at byte {byte}: the file is damaged.',
    zh: '第 {byte} 字节处的数组之间有空隙：文件已损坏。',
  },
  'format.overlapping_arrays': {
    en: 'Arrays overlap at byte {byte}: the file is damaged.',
    zh: '第 {byte} 字节处的数组重叠：文件已损坏。',
  },
  'format.surplus_bytes': {
    en: 'The arrays end at byte {byte}, and the file goes on: it is damaged.',
    zh: '数组在第 {byte} 字节结束，而文件还有多余内容：文件已损坏。',
  },
  'format.count_of_numbers': {
    en: 'An array of {count} numbers is needed, not of {found}.',
    zh: '需要 {count} 个数的数组，而不是 {found} 个。',
  },
  'format.array_not_finite': {
    en: 'A parameter is {found}; only finite numbers can be opened.',
    zh: '有参数为 {found}，只能打开有限的数。',
  },
  'format.negative_variance': { en: 'A variance is below 0: {found}.', zh: '有方差小于 0：{found}。' },
  'format.missing_array': {
    en: 'An array that the network needs is missing.',
    zh: '缺少网络需要的数组。',
  },
  'format.surplus_array': {
    en: 'The file holds an array that its network has no place for.',
    zh: '文件中有网络用不到的数组。',
  },
  'format.array_of_another_shape': {
    en: 'An array has the shape {found}; the network needs {shape}.',
    zh: '数组的形状为 {found}，而网络需要 {shape}。',
  },
  'format.no_spec': {
    en: 'The file does not say which network it is for (inkgrad.spec): inkgrad did not write it.',
    zh: '文件没有说明属于哪个网络（inkgrad.spec）：它不是由 inkgrad 写成的。',
  },
  'format.wrong_spec': { en: 'Its network cannot be built: {error}', zh: '无法构建其中的网络：{error}' },
  'format.newer_format': {
    en: 'A newer inkgrad wrote the file. Load the page anew to get the newest version.',
    zh: '文件由更新版本的 inkgrad 写成。请重新加载页面，以获得最新版本。',
  },
  'format.unknown_metadata': {
    en: 'The file holds details that this version does not know: a newer inkgrad wrote it.',
    zh: '文件中有本版本不认识的信息：它由更新版本的 inkgrad 写成。',
  },
  'format.position_behind_the_end': {
    en: 'Its place in the epoch, {found}, lies behind the end at {samples}.',
    zh: '文件记录的轮内位置 {found} 超出了末尾 {samples}。',
  },
  'format.schedule_starts_later': {
    en: 'Its learning rate schedule begins at step {found}, after the present step {step}.',
    zh: '学习率调度从第 {found} 步开始，晚于当前的第 {step} 步。',
  },
  'format.unknown_end': {
    en: 'It says that training had ended by {found}, which is unknown.',
    zh: '文件称训练因 {found} 结束，而这种原因不被认识。',
  },
  'format.not_a_whole_number': {
    en: 'A number of its details is damaged: {found}.',
    zh: '文件信息中有一个数已损坏：{found}。',
  },
  'format.bits_not_finite': {
    en: 'A number of its details is not finite: {found}.',
    zh: '文件信息中有一个数不是有限的数：{found}。',
  },
  'format.expected_class_names': {
    en: 'The names of its classes are damaged: {found}.',
    zh: '文件中的类别名称已损坏：{found}。',
  },
  'format.found_gzip': {
    en: 'It is packed with gzip. Unpack it first.',
    zh: '它是 gzip 压缩文件，请先解压。',
  },
  'format.found_zip': {
    en: 'It is a zip archive, as .zip, .pt, .keras and .npz are. Give the safetensors file itself.',
    zh: '它是 zip 归档（.zip、.pt、.keras、.npz 都是）。请直接给出 safetensors 文件。',
  },
  'format.found_pickle': {
    en: 'It is a Python pickle. Write the weights with safetensors in Python.',
    zh: '它是 Python 的 pickle 文件。请在 Python 中用 safetensors 写出权重。',
  },
  'format.found_html': { en: 'It is a web page, not a model.', zh: '它是网页，不是模型。' },
  'format.found_json': { en: 'It is JSON text, not a model.', zh: '它是 JSON 文本，不是模型。' },
  'format.found_utf16': { en: 'It is text in UTF-16, not a model.', zh: '它是 UTF-16 文本，不是模型。' },
  'format.found_hdf5': {
    en: 'It is an HDF5 file, as .h5 of Keras is. Write the weights as safetensors.',
    zh: '它是 HDF5 文件（Keras 的 .h5）。请把权重写成 safetensors。',
  },
  'format.found_numpy': { en: 'It is a NumPy array, not a model.', zh: '它是 NumPy 数组，不是模型。' },
  'format.found_picture': {
    en: 'It is a picture ({found}). Convert it to PNG.',
    zh: '它是图片（{found}），请转换为 PNG。',
  },
  'format.found_packed': { en: 'It is packed ({found}). Unpack it first.', zh: '它是压缩文件（{found}），请先解压。' },
  'format.found_document': {
    en: 'It is a file of another program ({found}). Save its table as CSV.',
    zh: '它是其他程序的文件（{found}），请把其中的表格另存为 CSV。',
  },
  'format.found_git_lfs': {
    en: 'It is a pointer of Git LFS in place of the file. Download the file itself.',
    zh: '它只是 Git LFS 的指针，请下载文件本身。',
  },
  'format.found_png': { en: 'It is a PNG picture, not a model.', zh: '它是 PNG 图片，不是模型。' },
};
