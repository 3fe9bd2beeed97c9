/** @file Messages for faults of files with samples, by id: those of the core's readers, and those that the worker finds. */

/** @type {Record<string, { en: string, zh: string }>} */
export const importMessages = {
  'page.unknown_kind': {
    en: 'It is no file of a kind that is read here: CSV, IDX, NPY, NPZ, PNG, zip or gzip.',
    zh: '不是这里可读取的文件类型：CSV、IDX、NPY、NPZ、PNG、zip 或 gzip。',
  },
  'page.import_ended': {
    en: 'Reading ended: {why}. The files may need more memory than the browser gives. Take a part of them.',
    zh: '读取已中止：{why}。这些文件可能需要超出浏览器允许的内存，请只取其中一部分。',
  },
  'page.files_too_large': {
    en: 'The files have {size} MB together; {most} MB can be read at once. Take a part of them.',
    zh: '文件共 {size} MB，一次最多读取 {most} MB。请只取其中一部分。',
  },
  'page.import_gone': {
    en: 'What was read is no longer in memory. Choose the files again.',
    zh: '读取的内容已不在内存中，请重新选择文件。',
  },
  'page.too_many_pictures': {
    en: 'A zip holds at most {most} pictures, and there are {count}. Take IDX, or set fewer training samples.',
    zh: '一个 zip 最多容纳 {most} 张图片，而这里有 {count} 张。请改用 IDX，或减少训练样本数。',
  },
  'format.wide_row': {
    en: 'A row of the table has more than {limit} cells. Is the separator right, and does each sample have a line of its own?',
    zh: '表格中有一行超过 {limit} 个单元格。请检查分隔符，以及每个样本是否各占一行。',
  },
  'format.too_many_files': {
    en: 'The archive holds {found} files; {expected} can be read. Divide it.',
    zh: '压缩包中有 {found} 个文件，超过了可读取的数量（{expected}）。请拆分。',
  },
  'format.damaged_in_archive': { en: 'It is damaged inside the archive.', zh: '它在压缩包中已损坏。' },
  'format.unsupported_archive': {
    en: 'The archive cannot be unpacked here ({found}). Pack it anew as a plain zip without a password.',
    zh: '这里无法解开该压缩包（{found}）。请重新打包为不带密码的普通 zip。',
  },
  'format.found_workbook': {
    en: 'It is a workbook of a spreadsheet program. Save the sheet as CSV there, and choose that file.',
    zh: '它是电子表格程序的工作簿。请在该程序中将工作表另存为 CSV，然后选择那个文件。',
  },
  'format.decimal_sign': {
    en: 'Whether point or comma is the decimal sign is unclear: {found}. Write decimals with a point and nothing between thousands.',
    zh: '无法判断小数符号是点还是逗号：{found}。请用点作小数点，千位之间不加符号。',
  },
  'format.damaged_archive': { en: 'The zip archive is cut off or damaged.', zh: 'zip 压缩包被截断或已损坏。' },
  'format.damaged_gzip': { en: 'The gzip file is cut off or damaged.', zh: 'gzip 文件被截断或已损坏。' },
  'format.damaged_png': { en: 'The PNG picture is cut off or damaged.', zh: 'PNG 图片被截断或已损坏。' },
  'format.picture_too_large': {
    en: 'The picture has {found} pixels: {expected} can be read.',
    zh: '图片有 {found} 像素，超过了可读取的范围（{expected}）。',
  },
  'format.nested_too_deep': { en: 'Archives lie in archives too deeply.', zh: '压缩包嵌套层数过多。' },
  'memory.file_too_large': {
    en: 'Unpacked it is larger than {megabytes} MB. Take a part of it.',
    zh: '解压后超过 {megabytes} MB，请只取其中一部分。',
  },
  'memory.file': {
    en: 'The file may take more memory than there is ({why}). Take a part of it.',
    zh: '该文件所需的内存可能超过可用内存（{why}），请只取其中一部分。',
  },
  'state.no_file_reader': {
    en: 'What reads files could not be loaded ({why}). Check the connection.',
    zh: '无法加载文件读取模块（{why}）。请检查网络连接。',
  },
  'format.wrong_npy_length': {
    en: 'The NPY header says {expected}; the file has {found}: it is cut off or damaged.',
    zh: 'NPY 文件头声明的长度（{expected}）与实际（{found}）不符：文件被截断或已损坏。',
  },
  'format.truncated_npy': { en: 'The NPY file ends in its header.', zh: 'NPY 文件在文件头处中断。' },
  'format.npy_version': {
    en: 'NPY version {found} is unknown; 1, 2 and 3 are read.',
    zh: '未知的 NPY 版本 {found}，可读取版本 1、2、3。',
  },
  'format.npy_header': { en: 'The header of the NPY file is damaged.', zh: 'NPY 文件头已损坏。' },
  'format.npy_dtype': {
    en: 'Arrays of {found} are not read: numbers, truth values and texts are. Save it with another dtype.',
    zh: '无法读取 {found} 类型的数组，只支持数值、布尔和文本。请以其他 dtype 保存。',
  },
  'format.npy_integer': {
    en: 'The whole number {found} is larger than 32 bits.',
    zh: '整数 {found} 超出 32 位范围。',
  },
  'format.number_not_finite': {
    en: '{found} is no finite number.',
    zh: '{found} 不是有限的数。',
  },
  'format.expected_number': {
    en: '{found} is no number, and the column holds numbers.',
    zh: '{found} 不是数值，而这一列是数值。',
  },
  'format.no_labels': { en: 'There is no column of labels.', zh: '没有标签列。' },
  'format.too_many_classes': {
    en: 'There are too many different words as labels: {expected}.',
    zh: '作为标签的不同词语过多（{expected}）。',
  },
  'format.empty_csv': { en: 'The file holds no rows.', zh: '文件没有任何数据行。' },
  'format.header_alone': { en: 'There are no rows after the header.', zh: '表头之后没有数据行。' },
  'format.one_column': {
    en: 'There is one column only. Columns are separated by comma, semicolon, tab, bar or spaces.',
    zh: '只有一列。各列应以逗号、分号、制表符、竖线或空格分隔。',
  },
  'format.no_such_column': {
    en: 'There is no column {found}; the last is {last}.',
    zh: '没有第 {found} 列，最后一列是 {last}。',
  },
  'format.name_without_header': {
    en: 'Without a header, columns have numbers and no names.',
    zh: '没有表头时，列只有编号而没有名称。',
  },
  'format.no_column_of_this_name': { en: 'No column is named {name}.', zh: '没有名为 {name} 的列。' },
  'format.ragged_row': {
    en: 'The row has {found} cells, and the first line {cells}.',
    zh: '该行有 {found} 个单元格，而第一行有 {cells} 个。',
  },
  'format.missing_cell': { en: 'A value is missing.', zh: '缺少一个值。' },
  'format.unreadable_csv': { en: 'It cannot be read as a table.', zh: '无法作为表格读取。' },
  'format.open_quote': { en: 'A quote stays open until the end of the file.', zh: '引号直到文件末尾都没有闭合。' },
  'format.long_cell': {
    en: 'A cell is longer than {limit} bytes. Look for a quote that is not closed.',
    zh: '有单元格超过 {limit} 字节，请检查是否有未闭合的引号。',
  },
  'format.not_utf8': { en: 'The text is not in UTF-8. Save it as UTF-8.', zh: '文本不是 UTF-8 编码，请另存为 UTF-8。' },
  'format.truncated_header': { en: 'The IDX file ends in its header.', zh: 'IDX 文件在文件头处中断。' },
  'format.truncated_magic_number': { en: 'The file is too short for an IDX file.', zh: '文件太短，不是 IDX 文件。' },
  'format.not_idx': {
    en: 'It is no file of a kind that is read here: CSV, IDX, NPY, NPZ, PNG, zip or gzip.',
    zh: '不是这里可读取的文件类型：CSV、IDX、NPY、NPZ、PNG、zip 或 gzip。',
  },
  'format.not_unsigned_bytes': {
    en: 'Its values are of {found}; of IDX files unsigned bytes are read.',
    zh: '其中的值为 {found}；IDX 文件只支持无符号字节。',
  },
  'format.rank_zero': { en: 'The IDX file has no axes.', zh: 'IDX 文件没有任何维度。' },
  'format.counts_overflow': {
    en: 'The IDX header claims more than can be: it is damaged.',
    zh: 'IDX 文件头声明的大小不可能成立：文件已损坏。',
  },
  'format.wrong_length': {
    en: 'The IDX header says {bytes} bytes; the file has {found}: it is cut off or damaged.',
    zh: 'IDX 文件头声明 {bytes} 字节，而文件为 {found}：文件被截断或已损坏。',
  },
  'zip.damaged': { en: 'It is damaged inside the archive.', zh: '它在压缩包中已损坏。' },
  'zip.encrypted': {
    en: 'It is protected by a password in the archive. Unpack it, and choose what is in it.',
    zh: '它在压缩包中受密码保护。请先解压，再选择其中的文件。',
  },
  'zip.method': {
    en: 'It is compressed in the archive by a method that is not read (number {method}). Pack it anew as a plain zip.',
    zh: '它在压缩包中采用了无法读取的压缩方法（编号 {method}）。请重新打包为普通 zip。',
  },
  'zip.too_large': {
    en: 'Unpacked, the archive would have {found} MB; {most} MB are the most. Divide it.',
    zh: '解压后压缩包将有 {found} MB，最多 {most} MB。请拆分。',
  },
  'zip.too_many': {
    en: 'The archive holds {found} files; {most} are the most. Divide it.',
    zh: '压缩包中有 {found} 个文件，最多 {most} 个。请拆分。',
  },
  'zip.name': {
    en: 'A name in the archive is damaged. Pack it anew.',
    zh: '压缩包中有一个名称已损坏。请重新打包。',
  },
  'page.data_is_gzip': {
    en: 'It is compressed by gzip too many times. Unpack it first.',
    zh: '它被 gzip 压缩了过多次，请先解压。',
  },
  'page.data_is_zip': {
    en: 'It is a zip archive that cannot be read here. Unpack it, and choose the files in it.',
    zh: '它是这里无法读取的 zip 压缩包。请先解压，再选择其中的文件。',
  },
  'page.data_is_pickle': {
    en: 'It is a Python pickle, which may run programs and is not read. Save arrays with numpy.savez, tables with to_csv.',
    zh: '它是 Python 的 pickle 文件，可能会执行程序，因此不读取。请用 numpy.savez 保存数组，用 to_csv 保存表格。',
  },
  'page.data_is_html': {
    en: 'It is a web page. Download the file that it leads to: of GitHub the “raw” one.',
    zh: '它是网页。请下载网页所指向的文件：在 GitHub 上请选择“Raw”。',
  },
  'page.data_is_json': {
    en: 'It is JSON text. Save the samples as CSV, with to_csv of pandas for example.',
    zh: '它是 JSON 文本。请把样本另存为 CSV，例如用 pandas 的 to_csv。',
  },
  'page.data_is_utf16': {
    en: 'It is text in UTF-16 that cannot be read. Save it as UTF-8.',
    zh: '它是无法读取的 UTF-16 文本，请另存为 UTF-8。',
  },
  'page.data_is_hdf5': {
    en: 'It is an HDF5 file. Save its arrays as NPZ, with numpy.savez, or its table as CSV.',
    zh: '它是 HDF5 文件。请用 numpy.savez 把其中的数组保存为 NPZ，或把表格另存为 CSV。',
  },
  'page.data_is_numpy': {
    en: 'It is a NumPy array that cannot be read here. Save it anew with numpy.save.',
    zh: '它是这里无法读取的 NumPy 数组。请用 numpy.save 重新保存。',
  },
  'page.data_is_png': {
    en: 'It is a PNG picture that cannot be read here. Save it anew as PNG.',
    zh: '它是这里无法读取的 PNG 图片，请重新保存为 PNG。',
  },
};
